"""What each refusal of a row of the timesheet becomes, also those that were never seen."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from samspill.exceptions import DataRefused, SamspillError, VersionConflict
from samspill.model.problems import CATALOGUE
from samspill.systems.transport import Answer, Request
from samspill.systems.tripletex.errors import error_of
from samspill.systems.tripletex.timesheet_refusals import HOUR_RULES
from tests.unit.systems.tripletex.peer import Reply, refusal

POST = Request("POST", "/timesheet/entry", body={"hours": 1}, subject="hours")

#: (our code, field, text)
TOLD: tuple[tuple[str, str | None, str], ...] = (
    ("hours_activity_unusable", "activity.id", "Aktiviteten kan ikke benyttes."),
    ("hours_activity_unusable", "activity.id", "The activity cannot be used."),
    ("hours_over_24", "projectChargeableHours", "Kan ikke være over 24"),
    ("hours_project_closed", "project.id", "Prosjektet er avsluttet."),
    ("hours_project_closed", None, "The project is closed."),
    ("hours_before_project", "date", "Datoen kan ikke være før prosjektets startdato."),
    ("hours_before_project", None, "The date cannot be before the start date of the project."),
    ("hours_not_participant", "employee.id", "Den ansatte er ikke deltaker på prosjektet."),
    ("hours_not_participant", None, "The employee is not a participant of the project."),
    ("hours_locked", None, "Timelisten er godkjent og kan ikke endres."),
    ("hours_locked", "locked", "Timene er låst."),
    ("hours_locked", None, "The hours are approved."),
    ("hours_locked", "date", "Perioden er avsluttet."),
    ("data_refused", "comment", "Feltet må fylles ut."),
)


def became(reply: Reply) -> SamspillError:
    return error_of(Answer(reply.status, httpx.Headers(), reply.body), POST)


def refused(reply: Reply) -> DataRefused:
    error = became(reply)
    assert isinstance(error, DataRefused)
    return error


@pytest.mark.parametrize(("code", "field", "text"), TOLD)
def test_a_refusal_is_recognised_in_both_languages(code: str, field: str | None, text: str) -> None:
    assert refused(refusal(422, 18000, (field, text))).code == code


def test_hours_that_stand_already_are_somebody_elses() -> None:
    assert refused(refusal(409, 7000, message="Det er allerede registrert timer")).code == "someone_elses_hours"


def test_a_stale_version_is_a_conflict() -> None:
    assert isinstance(became(refusal(409, 8000, message="RevisionException")), VersionConflict)


@pytest.mark.parametrize("code", [10000, 14000, 25000])
def test_any_other_conflict_is_read_as_a_lock(code: int) -> None:
    assert refused(refusal(409, code, message=None)).code == "hours_locked"


def test_other_subjects_have_their_own_rules() -> None:
    request = Request("POST", "/project", body={}, subject="project")
    reply: Any = refusal(409, 7000)
    error = error_of(Answer(reply.status, httpx.Headers(), reply.body), request)
    assert error.code == "number_taken"


def test_every_code_has_its_text() -> None:
    assert {rule.problem for rule in HOUR_RULES if rule.problem} <= CATALOGUE.keys()
