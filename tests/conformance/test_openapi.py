"""The API keeps contracts/openapi.yaml, whatever is thrown at it, and the contract is the one the routes make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import schemathesis
import yaml
from babel.messages.pofile import read_po
from hypothesis import HealthCheck, Phase, settings
from openapi_spec_validator import validate
from pydantic import BaseModel
from schemathesis.config import SchemathesisConfig
from schemathesis.core.parameters import ParameterLocation

import samspill
from local.openapi import CONTRACT, rendered
from local.openapi_examples import EXAMPLES
from samspill.api.models_breakers import Release
from samspill.api.models_connections import KeysIn, NewConnection, SettingsIn
from samspill.api.models_dead_letters import ReplayWanted
from samspill.api.models_hours import HoursToSend, HoursWanted
from samspill.api.models_hours_import import Confirmation, PeopleNamed
from samspill.api.models_onboarding import GroupsIn, NewGroup, NewOnboarding, StartUpIn
from samspill.api.models_plan import Approval, Rejection, RowDecision
from samspill.api.models_problems import Answer
from samspill.api.models_settings import ChangeWanted
from samspill.api.routes_hours_import import XLSX
from samspill.api.routes_links import LinkFollowed, LinkWanted
from samspill.messages import LANGUAGES
from samspill.model.problems import CATALOGUE
from sandbox.serve import serve
from tests.integration.api.bench import PRODUCT_KEY, STAFF_KEY, api_bench, simulated_aws
from tests.integration.api.http_app import lambda_app
from tests.integration.api.prepared import Prepared

LOCALE = Path(samspill.__file__).parent / "locale"
BODIES: tuple[type[BaseModel], ...] = (
    NewConnection, KeysIn, SettingsIn, ChangeWanted, RowDecision, Approval, Rejection, Release, Answer, ReplayWanted,
    NewOnboarding, GroupsIn, NewGroup, StartUpIn, LinkWanted, LinkFollowed, HoursWanted, HoursToSend,
    PeopleNamed, Confirmation,
)  # fmt: skip

CONFIG = SchemathesisConfig.from_dict(
    {
        "checks": {
            # What is valid may still be wrong for this connection: its status, its plan, its keys; or one too many.
            "positive_data_acceptance": {"expected-statuses": ["2xx", "401", "404", "409", "410", "422", "429"]},
            "negative_data_rejection": {
                "expected-statuses": ["400", "401", "404", "405", "409", "410", "415", "422", "429"]
            },
        },
        "generation": {"deterministic": True, "max-examples": 8, "allow-x00": True},
    }
)

#: A file is sent as it is.
schemathesis.serializer.alias(XLSX, "application/octet-stream")

Case = schemathesis.Case[Any]
schema = schemathesis.openapi.from_path(CONTRACT, config=CONFIG)
bounded = settings(
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)


def test_the_contract_is_the_one_that_the_routes_make() -> None:
    assert CONTRACT.read_text(encoding="utf-8") == rendered(), "run `make openapi`"


def test_the_contract_is_sound_openapi() -> None:
    validate(yaml.safe_load(CONTRACT.read_text("utf-8")))


def codes_in(node: Any) -> set[str]:
    """Every code that some problem of the contract may have."""
    if isinstance(node, list):
        return set().union(*map(codes_in, node)) if node else set()
    if not isinstance(node, dict):
        return set()
    here = (
        node.get("properties", {}).get("code", {}).get("enum", []) if isinstance(node.get("properties"), dict) else []
    )
    return set(here).union(*map(codes_in, node.values()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_of_the_contract_has_its_texts(language: str) -> None:
    with (LOCALE / language / "LC_MESSAGES" / "samspill.po").open("rb") as file:
        texts = {str(message.id) for message in read_po(file) if message.string}
    codes = codes_in(yaml.safe_load(CONTRACT.read_text("utf-8")))
    own = {f"problem.{code}.explanation" for code in codes if code in CATALOGUE}
    api = {f"api.{code}.detail" for code in codes if code not in CATALOGUE}
    assert len(codes) > 30
    assert (own | api) - texts == set()


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body.__name__)
def test_the_examples_of_a_body_are_sound(body: type[BaseModel]) -> None:
    for example in EXAMPLES[body.__name__].values():
        body.model_validate(example["value"])


@dataclass
class Target:
    """The API over HTTP, and what it holds."""

    url: str
    prepared: Prepared
    requests: int = 0

    def aim(self, case: Case) -> dict[str, str]:
        """Make most cases meet something real; the headers to send with it."""
        self.requests += 1
        key = case.headers.get("Idempotency-Key")
        if isinstance(key, str):  # one that was used before would be answered from memory
            case.headers["Idempotency-Key"] = f"{self.requests}{key}"[:255] if len(key) <= 255 else key
        path_is_sound = case.meta is None or not case.meta.is_negative_at(ParameterLocation.PATH)
        body_is_sound = case.meta is None or not case.meta.is_negative_at(ParameterLocation.BODY)
        if self.requests % 4 and path_is_sound:
            changes = case.method != "GET" and (case.meta is None or case.meta.generation.mode.is_positive)
            body = case.body if body_is_sound else None
            self.prepared.put_into(case.operation.label, case.path_parameters or {}, body, changes=changes)
        if "/onboardings/" in case.operation.label:
            return {"Authorization": f"Bearer {self.prepared.token}"}
        staff = case.operation.label.endswith(("/approve", "/reject")) or "/dead-letters" in case.operation.label
        return {"Authorization": f"Bearer {STAFF_KEY if staff else PRODUCT_KEY}"}


@pytest.fixture(scope="module")
def target() -> Iterator[Target]:
    with simulated_aws() as installation, api_bench(installation) as bench, serve(lambda_app(bench)) as url:
        yield Target(url, Prepared(bench))


@schema.parametrize()
@bounded
def test_every_operation_answers_as_the_contract_says(case: Case, target: Target) -> None:
    headers = target.aim(case)
    case.call_and_validate(base_url=target.url, headers=headers)
