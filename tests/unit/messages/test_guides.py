"""The guides speak of what exists: their links lead somewhere, and no status, setting or alarm is left out."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from samspill.model.plan import RowOutcome
from samspill.model.settings import Policy, Settings
from samspill.model.settings_documents import AppDefaults, DocumentSettings, StartUp
from samspill.model.status import Status
from tests.unit.messages.catalogues import TEXTS

ROOT = Path(__file__).resolve().parents[3]
GUIDE = ROOT / "docs" / "guide.md"
OPERATIONS = ROOT / "docs" / "operations.md"
SETTINGS = ROOT / "docs" / "guide" / "settings.md"
INVOICES = ROOT / "docs" / "guide" / "invoices.md"
DOCUMENTS = ROOT / "docs" / "guide" / "documents.md"
GROUPS: dict[str, type[BaseModel]] = {"documents": DocumentSettings, "app_defaults": AppDefaults, "start_up": StartUp}
ALARMS = re.findall(r"^  (\w+Alarm):$", (ROOT / "template.yaml").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("page", [GUIDE, OPERATIONS, SETTINGS, INVOICES, DOCUMENTS], ids=lambda page: page.name)
def test_every_link_of_a_guide_leads_to_a_page(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("status", Status)
def test_operations_explain_every_status(status: Status) -> None:
    assert f"\n| `{status}` | " in OPERATIONS.read_text(encoding="utf-8")


@pytest.mark.parametrize("alarm", ALARMS)
def test_operations_explain_every_alarm(alarm: str) -> None:
    assert f"\n| `{alarm}` | " in OPERATIONS.read_text(encoding="utf-8")


@pytest.mark.parametrize("setting", Settings.model_fields)
def test_the_guide_explains_every_setting(setting: str) -> None:
    assert f"\n| `{setting}` | " in SETTINGS.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "setting", [f"{group}.{name}" for group, model in GROUPS.items() for name in model.model_fields]
)
def test_the_guide_explains_every_setting_of_a_group(setting: str) -> None:
    assert f"\n| `{setting}` | " in SETTINGS.read_text(encoding="utf-8")


@pytest.mark.parametrize("policy", Policy)
def test_the_guide_explains_who_wins_under_every_policy(policy: Policy) -> None:
    assert f"**{policy}**" in GUIDE.read_text(encoding="utf-8")


@pytest.mark.parametrize("outcome", RowOutcome)
def test_the_guide_explains_every_outcome_in_the_words_of_the_plan(outcome: RowOutcome) -> None:
    assert f"\n| {TEXTS['en'][f'outcome.{outcome}']} | " in GUIDE.read_text(encoding="utf-8")
