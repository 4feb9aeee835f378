"""New problems are told by mail: bundled, by reason, an hour apart, once."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from samspill.model.changes import RecordKey
from samspill.model.connection import Connection
from samspill.model.kinds import Kind, Side
from samspill.model.problems import Problem, ProblemState
from samspill.model.status import Event
from samspill.tasks.attention import need_attention
from samspill.tasks.notifying import APART, NAME, NAMED, SETTLED, TOLD, tell_new_problems
from samspill.tasks.schedule import run_task
from tests.integration.api.bench import Bench


@dataclass
class Outbox:
    """Mails that would have been sent: (to, subject, text)."""

    mails: list[tuple[str, str, str]] = field(default_factory=list)
    down: bool = False

    def send(self, to: str, subject: str, text: str, html: str | None = None) -> None:
        if self.down:
            raise ConnectionError
        self.mails.append((to, subject, text))


@dataclass
class Told:
    """A live connection, and what its people receive."""

    bench: Bench
    outbox: Outbox
    id: str

    @property
    def connection(self) -> Connection:
        return self.bench.app.connections.get(self.id)

    def opened(self, number: str = "1", code: str = "name_missing", **values: Any) -> Problem:
        """A problem that came up just now."""
        key = RecordKey(kind=Kind.CUSTOMER, side=Side.APP, id=number)
        problem = Problem(
            id="", connection=self.id, key=key, code=code, number=number,
            opened_at=self.bench.now, seen_at=self.bench.now, **values,
        )  # fmt: skip
        opened: Problem = self.bench.app.stores(self.id).journal.open_problem(problem)
        return opened

    def tick(self, after: timedelta = SETTLED) -> list[tuple[str, str, str]]:
        """The mails of a tick, so long after what came up."""
        self.bench.now += after
        before = len(self.outbox.mails)
        tell_new_problems(self.bench.app, self.connection)
        return self.outbox.mails[before:]


def told(bench: Bench, **changes: object) -> Told:
    outbox = Outbox()
    bench.app.__dict__["mailer"] = outbox
    changes = {"contact_email": "kari@example.no", "language": "en", **changes}
    return Told(bench, outbox, bench.live(None, **changes).id)


@pytest.fixture
def people(bench: Bench) -> Told:
    return told(bench)


def test_a_new_problem_is_told_to_the_contact_with_its_reason_and_a_link(people: Told) -> None:
    people.opened("1021", name="Fjell Bygg AS")
    ((to, subject, text),) = people.tick()
    assert to == "kari@example.no"
    assert "new problems between Svenn and Tripletex" in subject
    assert "\nThe name is missing: 1\n– Customer 1021 Fjell Bygg AS\n" in text
    assert "\nhttps://samspill.test/link#c." in text


def test_nothing_new_is_told_of_nothing(people: Told) -> None:
    assert people.tick() == []
    people.opened()
    people.tick()
    assert people.tick(APART * 3) == []


def test_what_comes_up_within_the_hour_waits_and_comes_in_one_mail(people: Told) -> None:
    people.opened("1")
    people.tick()
    people.opened("2")
    people.bench.later(minutes=10)
    people.opened("3", "both_changed")
    assert people.tick() == []
    ((_, _, text),) = people.tick(APART)
    assert "Number: 2" in text
    assert "– Customer 1 " not in text


def test_problems_with_the_same_reason_are_one_paragraph_the_most_frequent_first(people: Told) -> None:
    people.opened("0", "both_changed")
    for number in range(1, NAMED + 3):
        people.opened(str(number), name=f"Kunde {number} AS")
    ((_, _, text),) = people.tick()
    assert text.index(f"The name is missing: {NAMED + 2}") < text.index(": 1\n")
    assert text.count("Kunde") == NAMED


def test_very_many_problems_make_no_endless_mail(people: Told) -> None:
    for number in range(6):
        people.opened(str(number), name="x" * 500)
    ((_, _, text),) = people.tick()
    assert len(text) < 1500
    assert "x" * NAME in text
    assert TOLD >= 6


def test_what_people_typed_makes_no_lines_of_its_own(people: Told) -> None:
    people.opened("7", name="Fjell\r\n\r\nPay here: https://evil.test")
    ((_, _, text),) = people.tick()
    assert "– Customer 7 Fjell Pay here: https://evil.test\n" in text


def test_the_mail_is_in_the_language_of_the_connection(bench: Bench) -> None:
    people = told(bench, language="sv")
    people.opened("1", name="Ås AS")
    ((_, subject, text),) = people.tick()
    assert "nya problem mellan Svenn och Tripletex" in subject
    assert "– Kund 1 Ås AS" in text


def test_those_whom_the_settings_name_are_told_instead_of_the_contact(bench: Bench) -> None:
    people = told(bench, settings={"notify": ["ola@example.no", "per@example.no"]})
    people.opened()
    assert [to for to, _, _ in people.tick()] == ["ola@example.no", "per@example.no"]


def test_nobody_is_told_where_there_is_no_address(bench: Bench) -> None:
    people = told(bench, contact_email=None)
    people.opened()
    assert people.tick() == []
    assert people.connection.told_until is None


def test_what_was_solved_or_put_aside_before_is_not_told(people: Told) -> None:
    journal = people.bench.app.stores(people.id).journal
    journal.solve(people.opened("1").key, people.bench.now)
    journal.set_state(people.opened("2").id, ProblemState.IGNORED)
    assert people.tick() == []


def test_what_came_up_a_moment_ago_is_told_by_the_next_tick(people: Told) -> None:
    people.opened()
    assert people.tick(timedelta(seconds=5)) == []
    assert len(people.tick()) == 1


def test_a_problem_that_a_slow_worker_stores_behind_a_mail_is_told_by_the_next(people: Told) -> None:
    people.opened("1")
    assert people.tick(timedelta(minutes=10))
    began = people.bench.now
    people.bench.now -= timedelta(minutes=5)
    people.opened("2")
    people.bench.now = began
    ((_, _, text),) = people.tick(APART)
    assert "– Customer 2" in text


def test_mails_are_an_hour_apart_however_old_the_problems_are(people: Told) -> None:
    people.opened("1")
    people.tick(APART)
    people.opened("2")
    assert people.tick() == []


def test_a_problem_that_goes_on_is_told_once(people: Told) -> None:
    people.opened("1")
    people.tick()
    people.bench.later(hours=3)
    people.opened("1")
    assert people.tick() == []


def test_another_reason_for_the_same_record_is_new(people: Told) -> None:
    people.opened("1")
    people.tick()
    people.bench.later(hours=3)
    people.opened("1", "both_changed")
    assert len(people.tick()) == 1


def test_of_two_ticks_at_once_one_tells(people: Told) -> None:
    people.opened()
    before = people.connection
    people.bench.now += SETTLED
    assert [tell_new_problems(people.bench.app, before) for _ in range(2)] == [1, 0]
    assert len(people.outbox.mails) == 1


def test_a_mail_that_cannot_be_sent_is_not_sent_again_each_minute(people: Told) -> None:
    people.opened()
    people.outbox.down = True
    assert people.tick() == []
    people.outbox.down = False
    assert people.tick() == []


def test_the_tick_tells(people: Told) -> None:
    people.opened()
    people.bench.now += SETTLED
    run_task(people.bench.app, "tick")
    assert [to for to, _, _ in people.outbox.mails] == ["kari@example.no"]


def test_a_connection_that_needs_attention_tells_the_same_people(bench: Bench) -> None:
    people = told(bench, settings={"notify": ["ola@example.no"]})
    need_attention(bench.app, people.connection, Event.KEYS_FAIL, "tripletex_key_wrong", {})
    assert [to for to, _, _ in people.outbox.mails] == ["ola@example.no"]
