"""Documents that wait together: each is read, made and put away by itself, for as long as there is time."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from samspill.exceptions import RateLimited, RetryLater
from samspill.model.documents import Document
from samspill.model.history import Standing
from samspill.model.kinds import Kind
from samspill.sync.desk import Finished, Later
from samspill.sync.documents.engine import work_on_documents
from samspill.sync.worker import DOCUMENTS_AT_ONCE, work_off
from tests.fakes.documents import MemorySource
from tests.fakes.office import Office, key_of

_A_READ = timedelta(seconds=10)


class _Killed(BaseException):
    """The function is ended from outside."""


class _SlowSource(MemorySource):
    """Each read takes a while; those in `failing` raise."""

    def __init__(self) -> None:
        super().__init__()
        self.office: Office | None = None
        self.failing: dict[str, BaseException] = {}

    def documents(self, kind: Kind, ids: Sequence[str]) -> dict[str, Document | None]:
        assert self.office is not None
        for each in ids:
            self.office.now += _A_READ
            if each in self.failing:
                raise self.failing[each]
        return super().documents(kind, ids)


@pytest.fixture
def source() -> _SlowSource:
    return _SlowSource()


@pytest.fixture
def office(source: _SlowSource) -> Office:
    source.office = Office(source=source)
    return source.office


def test_a_document_that_cannot_be_read_stops_no_other(office: Office, source: _SlowSource) -> None:
    source.failing["1020"] = RetryLater(detail="a document lacks what every one has")
    broken, *others = [office.invoice(str(number)) for number in range(1020, 1025)]
    office.settle(20)
    assert [office.fate_of(each).standing for each in others] == [Standing.LINKED] * 4
    [waiting] = office.stores.inbox.find([key_of(broken)]).values()
    assert waiting.attempts > 1


def test_a_document_that_can_never_be_read_is_shown_to_a_person(office: Office, source: _SlowSource) -> None:
    source.failing["1020"] = RetryLater(detail="a document lacks what every one has")
    document = office.invoice("1020")
    office.settle(20)
    assert office.problem_of(document).code == "too_many_tries"


def test_what_is_left_when_time_is_up_stays_due_and_has_not_failed(office: Office) -> None:
    documents = [office.invoice(str(number)) for number in range(1020, 1025)]
    worked = work_on_documents(office.desk, Kind.INVOICE, [each.id for each in documents], office.now + 2 * _A_READ)
    left = Later(office.now, counts=False)
    assert [worked.results[key_of(each)] for each in documents] == [Finished(), Finished(), left, left, left]


def test_one_document_is_looked_at_however_late_it_is(office: Office) -> None:
    document = office.invoice("1020")
    assert work_on_documents(office.desk, Kind.INVOICE, ["1020"], office.now).results == {
        key_of(document): Finished()
    }


def test_a_rate_limit_that_a_read_meets_leaves_done_what_was_done(office: Office, source: _SlowSource) -> None:
    documents = [office.invoice(str(number)) for number in range(1020, 1023)]
    reset = office.now + timedelta(minutes=5)
    source.failing["1021"] = RateLimited(reset)
    worked = work_on_documents(office.desk, Kind.INVOICE, [each.id for each in documents], reset)
    later = Later(reset, counts=False, code="rate_limited")
    assert [worked.results[key_of(each)] for each in documents] == [Finished(), later, later]


def test_a_function_that_is_killed_has_put_away_all_but_the_last_few(office: Office, source: _SlowSource) -> None:
    documents = [office.invoice(str(number)) for number in range(1020, 1020 + DOCUMENTS_AT_ONCE + 2)]
    source.failing[documents[-1].id] = _Killed()
    with pytest.raises(_Killed):
        work_off(office.desk, "invoice", office.now + timedelta(hours=1))
    assert list(office.stores.inbox.find([key_of(each) for each in documents])) == [key_of(d) for d in documents[-2:]]
