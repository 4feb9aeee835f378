"""Payment terms at start-up: made in the app where nothing there means the same, once, and known to the settings."""

import pytest

from samspill.model.changes import RecordKey
from samspill.model.history import Standing
from samspill.model.kinds import Kind, Side
from samspill.model.problems import Choice
from samspill.sync.desk import Later
from samspill.sync.start_up.payment_terms import make_terms
from tests.fakes.hostile import RowFault
from tests.fakes.starting_up import StartingCompany
from tests.fakes.warehouse import Choice as Terms
from tests.fakes.workers import after_points


@pytest.fixture
def company() -> StartingCompany:
    return StartingCompany()


def make(company: StartingCompany, *dues: str) -> None:
    """The step, as often as answers are lost."""
    while later := [r.due_at for r in make_terms(company.desk, dues).values() if isinstance(r, Later)]:
        company.now = max(later)


def key_of(due: str) -> RecordKey:
    return RecordKey(kind=Kind.PAYMENT_TERMS, side=Side.TRIPLETEX, id=due)


def code_of(company: StartingCompany, due: str) -> str | None:
    problem = company.stores.journal.problem_of(key_of(due))
    return problem.code if problem else None


def test_a_rule_that_the_app_does_not_know_gets_payment_terms_and_a_line_in_the_settings(
    company: StartingCompany,
) -> None:
    make(company, "14 days", "30 days")
    assert [terms.due for terms in company.warehouse.terms] == ["14 days", "30 days"]
    assert company.connection.settings.payment_terms == {"1": "14 days", "2": "30 days"}


def test_payment_terms_that_mean_the_same_are_used(company: StartingCompany) -> None:
    """Seen to fail with payment terms made without a look."""
    company.warehouse.terms.append(Terms(7, "To uker", due="14 days"))
    make(company, "14 days")
    assert len(company.warehouse.terms) == 1
    assert company.connection.settings.payment_terms == {"7": "14 days"}


def test_a_rule_that_the_settings_know_is_left_to_them(company: StartingCompany) -> None:
    settings = company.connection.settings
    company.with_settings(settings.model_copy(update={"payment_terms": {"3": "14 days"}}))
    make(company, "14 days")
    assert company.warehouse.terms == []


def test_new_payment_terms_are_named_in_the_companys_language(company: StartingCompany) -> None:
    make(company, "0 days", "14 days")
    assert [terms.name for terms in company.warehouse.terms] == ["Kontant", "Netto 14 dager"]


def test_a_rule_that_the_app_has_no_type_for_is_a_note(company: StartingCompany) -> None:
    make(company, "2 months", "nonsense")
    fate = company.stores.journal.fates([key_of("2 months")])[key_of("2 months")]
    assert (fate.standing, fate.code, fate.name) == (Standing.SKIPPED, "payment_terms_impossible", "Netto 2 måneder")
    assert company.warehouse.terms == []


@pytest.mark.parametrize("fault", [RowFault.DONE, RowFault.NEVER])
def test_a_lost_answer_makes_nothing_twice(company: StartingCompany, fault: RowFault) -> None:
    company.warehouse.faults = [fault]
    make(company, "14 days")
    assert [terms.due for terms in company.warehouse.terms] == ["14 days"]
    assert company.connection.settings.payment_terms == {"1": "14 days"}


def test_what_was_lost_again_and_again_is_made_when_a_person_says_so(company: StartingCompany) -> None:
    company.warehouse.faults = [RowFault.NEVER, RowFault.NEVER]
    make(company, "14 days")
    assert code_of(company, "14 days") == "payment_terms_uncertain"
    company.choose(key_of("14 days"), Choice.CREATE)
    assert [terms.due for terms in company.warehouse.terms] == ["14 days"]
    assert code_of(company, "14 days") is None


def test_a_step_that_is_taken_again_makes_nothing_more(company: StartingCompany) -> None:
    desk = company.desk
    make(company, "14 days")
    make(company, "14 days")
    make_terms(desk, ["14 days"])  # with settings as they were
    assert len(company.warehouse.terms) == 1


@pytest.mark.parametrize("late", [False, True], ids=["lost", "late"])
def test_a_step_cut_off_at_any_call_makes_them_once(late: bool) -> None:
    points, running = 0, True
    while running:
        company = StartingCompany()
        running = company.cut_off(after_points(points), lambda desk: make_terms(desk, ["14 days"]), late=late)
        make(company, "14 days")
        assert [terms.due for terms in company.warehouse.terms] == ["14 days"], points
        assert company.connection.settings.payment_terms == {"1": "14 days"}, points
        points += 1
    assert points > 8
