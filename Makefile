# Everything a developer does here. `make help` lists the targets; CI runs `make pr`'s steps and nothing else.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

# The first interpreter that really starts and is new enough (a version manager's shim may exist and not work).
PYTHON ?= $(shell for each in python3 python3.13 python3.12 python3.11; do \
	$$each -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null \
	&& $$each -c 'import sys; print(sys.executable)' && break; done)
UV_VERSION := 0.13.8
UV := .venv-uv/bin/uv
RUN := .venv/bin/python -m
PYTEST := $(RUN) pytest
SAM := .venv-sam/bin/sam
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard layers/shared/samspill/locale/*/LC_MESSAGES/*.po))
PYTHON_313 ?= python3.13
STAGE ?= dev
LAMBDA_PYTHON ?= 3.13
ARCHITECTURE ?= arm64
# Amazon Linux 2023, which carries Python 3.12 and later, has glibc 2.34; some wheels are made for 2.28 at least.
PLATFORM_arm64 := aarch64-manylinux_2_28
PLATFORM_x86_64 := x86_64-manylinux_2_28
LAYER_REQUIREMENTS = $(UV) export -q --locked --no-dev --no-emit-project --no-header

export UV_PYTHON_DOWNLOADS := never
export SAM_CLI_TELEMETRY := 0

.PHONY: help setup demo test lint types layers template unit mechanisms property property-long integration conformance e2e gallery baselines browser storms \
	bench chaos pr \
	messages openapi locks build deploy replay clean

help: ## list the targets
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: .venv/.ready .venv-aws/.ready messages ## make the environments from the lock files (implied by all others)

demo: setup ## deploy everything on this machine and keep it up to click through; ONCE=1 ends after the journey
	PYTHONPATH=layers/shared $(RUN) local.demo $(if $(ONCE),--once)

# What the sandboxes were asked by the whole suite is kept here and checked at the end.
export SANDBOX_EXCHANGES ?= $(CURDIR)/exchanges

test: no-exchanges lint types layers template unit mechanisms property integration gallery e2e storms conformance ## everything, as CI does

.PHONY: no-exchanges
no-exchanges:
	rm -rf exchanges

lint: .venv/.ready ## ruff: rules and format
	$(RUN) ruff check .
	$(RUN) ruff format --check .

types: .venv/.ready ## mypy, strict
	$(RUN) mypy layers/shared/samspill functions/*/handler.py local sandbox tests

layers: .venv/.ready ## imports run only downward (import-linter)
	PYTHONPATH=layers/shared .venv/bin/lint-imports --no-logo

template: .venv/.ready .venv-sam/.ready ## cfn-lint and `sam validate --lint` on template.yaml; the layer holds what is locked
	.venv/bin/cfn-lint
	$(SAM) validate --lint
	$(LAYER_REQUIREMENTS) | diff layers/shared/requirements.txt -

unit: setup ## tests without any I/O
	$(PYTEST) -n 2 tests/unit

unit-313: .venv-313/.ready messages ## the unit tests under Python 3.13 (PYTHON_313=path), which is what Lambda runs
	.venv-313/bin/python -m pytest -n 2 tests/unit

property: setup ## the sync core against random histories; HYPOTHESIS_SEED=n repeats those of a run
	$(PYTEST) -n 2 -v tests/property

property-long: setup ## 20,000 random histories (hours); HYPOTHESIS_SEED=n, PROPERTY_EXAMPLES=n
	PROPERTY_EXAMPLES=$(or $(PROPERTY_EXAMPLES),20000) $(PYTEST) -n 2 -v tests/property/test_engine_machine.py tests/property/test_documents_machine.py tests/property/test_hours_machine.py

# A process for each folder: they simulate AWS, and what one leaves behind there is nobody else's.
INTEGRATIONS = $(sort $(dir $(wildcard tests/integration/*/test_*.py tests/integration/*/*/test_*.py)))

integration: setup ## single services, and what we rely on in the embedded AWS
	failed=; for each in $(INTEGRATIONS); do $(PYTEST) -n 2 --dist loadgroup $$each || failed=1; done; test -z "$$failed"

# The API's contract alone is as long as all others: in two processes.
conformance: setup ## our API against its contract, sandboxes and clients against the peers' own specifications
	$(PYTEST) -n 2 tests/conformance/test_openapi.py
	$(PYTEST) tests/conformance --ignore tests/conformance/test_openapi.py

# Two stacks beside each other, each with half of the files: much of it is waiting.
e2e: setup browser ## the whole stack on this machine, its pages in Chromium
	$(PYTEST) -n 2 --dist loadfile tests/e2e --ignore tests/e2e/test_chaos.py

gallery: setup browser ## every page in every state in Chromium: widths, languages, axe, and against its baseline
	$(PYTEST) -n 2 --dist loadgroup tests/gallery

baselines: setup browser ## screenshots of all pages as they are now become what `make gallery` compares with: look at them
	PYTHONPATH=layers/shared $(RUN) tests.gallery --baselines

browser: ## Debian's Chromium, where it is missing
	@command -v chromium >/dev/null || { apt-get update -qq && apt-get install -qy --no-install-recommends chromium; } >/dev/null

# What meets what depends on the machine, and how long it takes: a storm that failed is told and has a second go; a
# fault that is there shows itself again.
storms: setup ## a short storm on three seeds, with a judge; `make chaos` is the long one
	$(PYTEST) tests/e2e/test_chaos.py || $(PYTEST) tests/e2e/test_chaos.py

mechanisms: setup ## each mechanism has a test that fails without it: takes them away one by one; NAME=renumbering for some
	$(RUN) tests.mechanisms $(NAME)

bench: setup ## benchmarks: all, or NAME=first-sync-calls; figures go to bench/*.json
	PYTHONPATH=layers/shared $(RUN) local.bench $(NAME)

chaos: setup ## everything at once among hostile peers: SEED=1 MINUTES=2 ONLY=rackbeat (or svenn); the last line is the verdict
	PYTHONPATH=layers/shared $(RUN) local.chaos --seed $(or $(SEED),1) --minutes $(or $(MINUTES),2) $(addprefix --only ,$(ONLY))

pr: ## exactly what CI runs
	.ci/run

messages: $(CATALOGUES) ## compile the message catalogues

%.mo: %.po .venv/.ready
	.venv/bin/pybabel -q compile -i $< -o $@

openapi: setup ## write contracts/openapi.yaml anew from the routes
	PYTHONPATH=layers/shared $(RUN) local.openapi

locks: .venv-uv/.ready ## write the lock files and the layer's requirements anew
	$(UV) lock
	$(LAYER_REQUIREMENTS) > layers/shared/requirements.txt
	for each in requirements sam; do $(UV) pip compile -q --universal --python-version 3.11 --generate-hashes \
		--custom-compile-command 'make locks' local/$$each.in -o local/$$each.lock; done

build: setup .venv-sam/.ready ## sam build; the layer's wheels are fetched for Lambda's platform, whatever this machine is
	UV=$(abspath $(UV)) PYTHON_VERSION=$(LAMBDA_PYTHON) PLATFORM=$(PLATFORM_$(ARCHITECTURE)) $(SAM) build

deploy: build ## sam build, sam deploy: STAGE=dev PARAMETERS="PublicUrl=… SvennUrl=… MailFrom=… StaffMail=…"
	$(SAM) deploy --stack-name samspill-$(STAGE) $(DEPLOY_OPTIONS) --parameter-overrides \
		Stage=$(STAGE) Runtime=python$(LAMBDA_PYTHON) Architecture=$(ARCHITECTURE) $(PARAMETERS)

replay: setup ## send dead letters back and say why they were given up: STAGE=dev, ID=… or CONNECTION=… (else all), QUEUE=…
	@PYTHONPATH=layers/shared $(RUN) local.replay --stage $(STAGE) $(if $(ID),--id $(ID)) \
		$(if $(CONNECTION),--connection $(CONNECTION)) $(if $(QUEUE),--queue $(QUEUE))

clean: ## remove environments, builds and local state
	rm -rf .venv .venv-uv .venv-aws .venv-sam .venv-313 .aws-sam .local .mypy_cache .ruff_cache .pytest_cache
	find layers -name '*.mo' -delete

.venv-uv/.ready: Makefile
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed" >&2; exit 1; }
	test -x .venv-uv/bin/python || $(PYTHON) -m venv .venv-uv
	.venv-uv/bin/python -m pip install -q --disable-pip-version-check uv==$(UV_VERSION)
	@touch $@

.venv/.ready: pyproject.toml uv.lock .venv-uv/.ready
	UV_PROJECT_ENVIRONMENT=.venv $(UV) sync -q --locked --python .venv-uv/bin/python
	@touch $@

.venv-313/.ready: pyproject.toml uv.lock .venv-uv/.ready
	UV_PROJECT_ENVIRONMENT=.venv-313 $(UV) sync -q --locked --python $(PYTHON_313)
	@touch $@

# The embedded AWS and the SAM command line pin versions of their own, so each has an environment of its own.
.venv-aws/.ready: local/requirements.lock .venv-uv/.ready
	test -x .venv-aws/bin/python || $(UV) venv -q --python .venv-uv/bin/python .venv-aws
	$(UV) pip sync -q --python .venv-aws/bin/python --require-hashes local/requirements.lock
	@touch $@

.venv-sam/.ready: local/sam.lock .venv-uv/.ready
	test -x .venv-sam/bin/python || $(UV) venv -q --python .venv-uv/bin/python .venv-sam
	$(UV) pip sync -q --python .venv-sam/bin/python --require-hashes local/sam.lock
	@touch $@
