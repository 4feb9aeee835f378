"""The sandbox keeps contracts/svenn.openapi.yaml, whatever is thrown at it.

A contract that the sandbox breaks would let Samspill pass against a Svenn that cannot exist.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import schemathesis
import yaml
from hypothesis import HealthCheck, Phase, settings
from openapi_spec_validator import validate
from schemathesis.config import SchemathesisConfig

from sandbox.serve import serve
from sandbox.svenn.account import RIGHTS, Switches
from sandbox.svenn.app import make_app
from sandbox.svenn.fields import Kind, is_id
from sandbox.svenn.filters import FILTERS
from sandbox.svenn.listing import SINGLE
from sandbox.svenn.problems import CATALOGUE
from sandbox.svenn.rows import Row
from sandbox.svenn.world import SvennWorld

CONTRACT = Path(__file__).parents[2] / "contracts" / "svenn.openapi.yaml"
TOKEN = "conformance"
AUTHORIZATION = {"Authorization": f"Bearer {TOKEN}"}
KARI = {"number": "1", "first_name": "Kari", "active": False}
#: By the name of the collection.
NEW: dict[str, tuple[Kind, dict[str, object]]] = {
    "customers": (Kind.CUSTOMER, {"name": "Nord"}),
    "projects": (Kind.PROJECT, {"name": "Tak"}),
    "employees": (Kind.EMPLOYEE, {"first_name": "Ola", "active": False}),
    "time-entries": (Kind.TIME_ENTRY, {"employee_number": "1", "date": "2026-03-02", "seconds": 27000}),
}

# 412 and 428 are this API's answers to a version that is wrong or missing.
CONFIG = SchemathesisConfig.from_dict(
    {
        "checks": {
            "negative_data_rejection": {
                "expected-statuses": ["400", "401", "404", "405", "412", "415", "422", "428"]
            },
            "missing_required_header": {"expected-statuses": ["401", "404", "428"]},
            # What is valid may meet a rule of its own code: see a_rule_refuses_and_not_the_schema.
            "positive_data_acceptance": {"expected-statuses": ["2xx", "404", "409", "412", "422"]},
        },
        "generation": {"deterministic": True, "max-examples": 25, "allow-x00": True},
    }
)

Case = schemathesis.Case[Any]
schema = schemathesis.openapi.from_path(CONTRACT, config=CONFIG)
bounded = settings(
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)


@schemathesis.check
def a_rule_refuses_and_not_the_schema(
    ctx: schemathesis.CheckContext, response: schemathesis.Response, case: Case
) -> None:
    """`validation_failed` is kept for what the contract's schemas forbid (contract, Errors)."""
    if case.meta is None or not case.meta.generation.mode.is_positive or response.status_code != 422:
        return
    problem = response.json()
    # A cursor that this list gave cannot be generated.
    if case.query and "cursor" in case.query:
        return
    assert problem["code"] != "validation_failed", problem["detail"]


@dataclass
class Target:
    """A Svenn to be tried out, and where it is."""

    world: SvennWorld
    url: str
    requests: int = 0

    def start_anew(self) -> None:
        """An account of one employee that may be asked as often as the checks like."""
        self.world.reset()
        made = self.world.create_account(
            "Bakke Bygg AS", "911801663", {TOKEN: RIGHTS}, switches=Switches(requests_per_minute=10**9)
        )
        self.world.seed(made.id, {"employees": [KARI]})

    def make_ready(self, case: Case) -> None:
        """Makes a sound Idempotency-Key one that was not used before."""
        self.requests += 1
        key = case.headers.get("Idempotency-Key")
        if isinstance(key, str) and re.fullmatch("[!-~]{1,255}", key):
            case.headers["Idempotency-Key"] = f"{self.requests}-{key}"[:255]
        # The generator drops the quotes of header values that are sound with them.
        etag = case.headers.get("If-Match")
        if case.meta is not None and case.meta.generation.mode.is_positive and str(etag).isdigit():
            case.headers["If-Match"] = f'"{etag}"'

    def aim_at_a_real_row(self, case: Case) -> None:
        """Two of three generated ids, where they have the form of one, become that of a row just made."""
        row_id = (case.path_parameters or {}).get("id")
        if self.requests % 3 == 0 or not (isinstance(row_id, str) and is_id(row_id)):
            return
        (account,) = self.world.accounts.values()
        collection = case.operation.path.split("/")[1]
        if collection == "webhooks":
            for webhook in account.webhooks.all():
                account.webhooks.delete(webhook.id)
            body = {"url": "https://hooks.example/svenn", "events": ["customer.created"]}
            case.path_parameters["id"] = account.webhooks.create(body).id
            return
        row = self._new_row(collection)
        case.path_parameters["id"] = row.id
        if re.fullmatch('"[0-9]{1,18}"', str(case.headers.get("If-Match"))):
            case.headers["If-Match"] = row.etag

    def mark_a_real_row(self, case: Case) -> None:
        """Two of three sound lists of marks begin with one on a row just made: approved every other time."""
        body: Any = case.body
        marks = body.get("marks") if isinstance(body, dict) else None
        positive = case.meta is not None and case.meta.generation.mode.is_positive
        if not case.operation.path.endswith("/exported") or not positive or not marks or self.requests % 3 == 0:
            return
        row = self._new_row("time-entries", approved=self.requests % 2 == 0)
        marks[0] = {**marks[0], "id": row.id, "version": row.version}

    def _new_row(self, collection: str, **more: object) -> Row:
        (account,) = self.world.accounts.values()
        kind, data = NEW[collection]
        return self.world.edit(account.id, "create", kind, data={**data, **more})


@pytest.fixture(scope="module")
def target() -> Iterator[Target]:
    """A Svenn whose time stands still, so that the same requests have the same answers."""
    world = SvennWorld(clock=lambda: datetime(2026, 3, 2, 8, 0, tzinfo=UTC), seed=1)
    with serve(make_app(world)) as url:
        target = Target(world, f"{url}/v1")
        target.start_anew()
        yield target


def test_the_contract_is_sound_openapi() -> None:
    validate(yaml.safe_load(CONTRACT.read_text("utf-8")))


def test_the_contract_lists_exactly_the_codes_that_svenn_answers() -> None:
    contract = yaml.safe_load(CONTRACT.read_text("utf-8"))
    codes = contract["components"]["schemas"]["Problem"]["properties"]["code"]["enum"]
    assert set(codes) == set(CATALOGUE)


def test_the_contract_lists_exactly_the_rights_that_svenn_gives() -> None:
    contract = yaml.safe_load(CONTRACT.read_text("utf-8"))
    assert set(contract["components"]["schemas"]["Right"]["enum"]) == RIGHTS


def test_the_contract_lists_exactly_the_filters_that_svenn_has() -> None:
    contract = yaml.safe_load(CONTRACT.read_text("utf-8"))
    for kind in Kind:
        named = (p["$ref"].rsplit("/", 1)[1] for p in contract["paths"][f"/{kind.plural}"]["get"]["parameters"])
        parameters = {contract["components"]["parameters"][name]["name"] for name in named}
        assert parameters == {*SINGLE, *FILTERS[kind]}, kind


@schema.parametrize()
@bounded
def test_every_operation_answers_as_the_contract_says(case: Case, target: Target) -> None:
    target.make_ready(case)
    target.aim_at_a_real_row(case)
    target.mark_a_real_row(case)
    case.call_and_validate(base_url=target.url, headers=AUTHORIZATION)


def test_sequences_of_operations_answer_as_the_contract_says(target: Target) -> None:
    class Sequences(schema.as_state_machine()):  # type: ignore[misc]
        def setup(self) -> None:
            target.start_anew()

        def before_call(self, case: Case) -> None:
            target.make_ready(case)

        def get_call_kwargs(self, case: Case) -> dict[str, object]:
            return {"base_url": target.url, "headers": AUTHORIZATION}

    Sequences.run(settings=settings(bounded, max_examples=60, stateful_step_count=10))
