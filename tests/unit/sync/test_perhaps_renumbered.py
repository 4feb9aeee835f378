"""Who is asked about when it is not certain where a record went: both ends of the question know of it."""

import pytest

from samspill.model.flow import Flow
from samspill.model.kinds import Kind, Side
from samspill.model.problems import Choice
from samspill.model.records import Record
from samspill.model.settings import Settings
from samspill.sync.engine import work_on
from tests.fakes.company import A, T
from tests.fakes.rackbeat import DEFAULTS, RackbeatCompany

C = Kind.CUSTOMER


@pytest.fixture
def company() -> RackbeatCompany:
    return RackbeatCompany()


def look(company: RackbeatCompany, side: Side, record: Record) -> None:
    """A single look at the record, which wakes nobody."""
    work_on(company.desk, C, side, [record.id])


def gone_from_under(company: RackbeatCompany) -> tuple[Record, Record]:
    """Two customers of one name, of which the linked one is deleted in the app and has another name in Tripletex,
    and the other one is not wanted there; what is left of the first, and the second."""
    here = company.app.put(C, number="10", name="Ås Bygg AS")
    company.both_looked_at(C, (A, "10"))
    there = company.partner(here, A)
    other = company.app.put(C, number="30", name="Ås Bygg AS", active=False)
    company.both_looked_at(C, (A, "30"))
    company.app.remove(C, "10")
    return company.tripletex.edit(C, there.id, name="Fjordfisk AS"), other


def test_who_may_be_a_vanished_record_is_asked_about_at_once(company: RackbeatCompany) -> None:
    """Seen to fail with a question that only the other record's own look would ask."""
    there, other = gone_from_under(company)
    look(company, T, there)
    problem = company.problem(other, A)
    assert (problem.code, problem.suggestions) == ("perhaps_renumbered", (there.id,))


def test_a_look_at_who_is_asked_about_takes_no_question_back(company: RackbeatCompany) -> None:
    """Seen to fail with a question that nobody remembers."""
    there, other = gone_from_under(company)
    look(company, T, there)
    look(company, A, other)
    assert company.problem(other, A).code == "perhaps_renumbered"
    company.settle()
    assert company.stores.journal.count_open() == {"perhaps_renumbered": 1}


def test_the_question_is_over_when_the_vanished_record_is_back(company: RackbeatCompany) -> None:
    there, other = gone_from_under(company)
    look(company, T, there)
    company.app.put(C, number="10", name="Ås Bygg AS")
    company.both_looked_at(C, (A, "10"), (A, "30"))
    assert company.stores.journal.count_open() == {}
    assert company.fate(other, A).code == "inactive_customer"


def test_who_a_person_says_is_the_vanished_record_gets_its_link(company: RackbeatCompany) -> None:
    there, other = gone_from_under(company)
    company.both_looked_at(C, (T, there.id))
    company.decide(company.key(other, A), Choice.LINK, there.id)
    assert company.partner(other, A).id == there.id
    assert company.stores.journal.count_open() == {}


def test_the_question_stays_when_there_is_no_partner_left_to_suggest(company: RackbeatCompany) -> None:
    there, other = gone_from_under(company)
    company.tripletex.remove(C, there.id)
    look(company, T, there)
    look(company, A, other)
    company.settle()
    assert company.stores.journal.count_open() == {"perhaps_renumbered": 1}


P, S = Kind.PRODUCT, Kind.SUPPLIER
BOTH_WAYS = Settings(app_defaults=DEFAULTS, direction={S: Flow.BOTH, P: Flow.BOTH})


def test_nothing_refers_to_a_vanished_record_before_a_person_has_said_where_it_went() -> None:
    """Seen to fail with references to numbers that nobody has."""
    company = RackbeatCompany(BOTH_WAYS)
    company.app.put(S, number="10", name="Ås Bygg AS", email="post@as.no")
    company.both_looked_at(S, (A, "10"))
    (there,) = company.everything(S, T)
    other = company.app.edit(S, "10", number="30", name="Noe helt annet AS")
    company.reconcile()
    product = company.tripletex.put(P, number="P1", name="Skrue", supplier=there.id)
    company.changed(product, T)
    company.settle(10)
    assert company.problem(product, T).code == "parent_held"
    company.decide(company.key(other, A), Choice.LINK, there.id)
    assert [each.values()["supplier"] for each in company.everything(P, A)] == ["30"]
    assert company.stores.journal.count_open() == {}
