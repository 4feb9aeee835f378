"""Writes down what became of records: fates, problems, history; wakes who waited."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from samspill.model.changes import Priority, RecordKey
from samspill.model.history import Entry, Fate, Standing
from samspill.model.kinds import Side
from samspill.model.links import Link
from samspill.model.problems import Problem
from samspill.model.records import Record, Values
from samspill.sync import neighbours
from samspill.sync.case import Hold
from samspill.sync.desk import Desk
from samspill.sync.fingerprint import fingerprint


class Subject(Protocol):
    """What has a fate: a record, or a document."""

    @property
    def number(self) -> str | None:
        """What people see."""

    @property
    def label(self) -> str:
        """The name a person knows it by; may be empty."""


def _of_record(desk: Desk, key: RecordKey, subject: Subject) -> str:
    assert isinstance(subject, Record)
    return fingerprint(desk.integration.rule(key.kind), subject)


@dataclass
class Settlement:
    """Collects the outcomes of one batch and stores them together at the end.

    `before` are the fates the records had; only who was held can have a problem to solve. `seen` are both records of
    linked pairs as they are after the batch. `fingerprint_of` tells when something held or skipped has changed.
    """

    desk: Desk
    before: Mapping[RecordKey, Fate]
    fingerprint_of: Callable[[Desk, RecordKey, Subject], str] = _of_record
    fates: dict[RecordKey, Fate] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    woken: set[RecordKey] = field(default_factory=set)
    problems: dict[RecordKey, Problem] = field(default_factory=dict)
    seen: dict[RecordKey, Record] = field(default_factory=dict)

    def linked(self, link: Link, records: Mapping[Side, Record]) -> None:
        """The pair is linked and at peace."""
        for side in Side:
            self._fate(pair_key(link, side), records.get(side), Standing.LINKED, link=link.id)
            self.seen[pair_key(link, side)] = records[side]

    def crossed(self, key: RecordKey, subject: Subject, link: Link, theirs: Subject) -> None:
        """The document is at peace with what it became: `theirs`, the other half of `link`."""
        self._fate(key, subject, Standing.LINKED, link=link.id)
        self._fate(pair_key(link, key.side.other), theirs, Standing.LINKED, link=link.id)
        self.wake(key)

    def held(
        self,
        key: RecordKey,
        record: Subject | None,
        hold: Hold,
        link: Link | None = None,
        suggestions: tuple[str, ...] = (),
        records: Mapping[Side, Subject] | None = None,
    ) -> None:
        """The record needs somebody; a linked pair's problem stands at its app half. `records` are both of a pair."""
        where = pair_key(link, Side.APP) if link else key
        now = self.desk.clock()
        for each in {key, where} | ({pair_key(link, Side.TRIPLETEX)} if link else set()):
            own = records[each.side] if records else record
            self._fate(each, own, Standing.HELD, code=hold.code, link=link.id if link else None)
        self.problems[where] = Problem(
            id="",
            connection=self.desk.connection.id,
            key=where,
            code=hold.code,
            number=record.number if record else None,
            name=record.label if record else "",
            facts={"name": record.label if record else "", "number": (record and record.number) or "", **hold.facts},
            technical=hold.technical,
            suggestions=suggestions or tuple(s.id for s in hold.suggestions),
            opened_at=now,
            seen_at=now,
        )
        self.wake(key)

    def skipped(self, key: RecordKey, record: Subject | None, code: str, link: Link | None = None) -> None:
        """A rule keeps the record out."""
        self._fate(key, record, Standing.SKIPPED, code=code, link=link.id if link else None)
        self.wake(key)

    def waiting(self, key: RecordKey, record: Subject | None, code: str, parent: RecordKey | None = None) -> None:
        """The record's turn has not come."""
        self._fate(key, record, Standing.WAITING, code=code, waiting_for=str(parent) if parent else None)

    def gone(self, key: RecordKey, record: Subject | None = None) -> None:
        """The record does not exist any more."""
        self._fate(key, record, Standing.GONE)

    def wake(self, *keys: RecordKey) -> None:
        """Who waits for these may look again."""
        self.woken.update(key for key in keys if self.desk.integration.is_awaited(key.kind, key.side))

    def happened(
        self, key: RecordKey, what: str, *, link: str | None = None, written: Values | None = None,
        lost: Values | None = None, code: str | None = None, by: str | None = None, partner: str | None = None,
        cause: RecordKey | None = None,
    ) -> None:  # fmt: skip
        """Add a line of history. `cause` is the record that was looked at, where it is another one."""
        line = entry(self.desk, key, what, link=link, written=written, lost=lost, code=code, cause=cause)
        self.entries.append(line.model_copy(update={"by": by, "partner": partner}))

    def store(self) -> set[str]:
        """Write everything; the groups that have something due because of it.

        A record is held from before its problem is opened until after it is solved: whoever is cut off in between
        leaves a record that is looked at again, never a problem that nobody closes. Should another worker have been
        at it meanwhile, nobody knows who had the last word: it is looked at again.
        """
        journal, now = self.desk.stores.journal, self.desk.clock()
        changed = [fate for key, fate in self.fates.items() if not _same(self.before.get(key), fate)]
        held = [fate for fate in changed if fate.standing is Standing.HELD]
        if held:
            journal.set_fates(held)
        for key, problem in self.problems.items():
            journal.open_problem(problem)
            if self.before.get(key) is None or self.before[key].code != problem.code:
                self.happened(key, "held", code=problem.code)
        for fate in changed:
            before = self.before.get(fate.key)
            was_held = before is not None and before.standing is Standing.HELD and fate.key not in self.problems
            if before is not None and was_held and journal.solve(fate.key, now):
                self.happened(fate.key, "solved", code=before.code)
        others = [fate for fate in changed if fate.standing is not Standing.HELD]
        if others:
            journal.set_fates(others)
        if self.entries:
            journal.write(self.entries)
        disputed = self._held_no_more() | self._held_meanwhile()
        for key in sorted(disputed, key=str):
            self.desk.stores.inbox.put(key, due_at=now, priority=Priority.CHANGE)
        if not self.desk.wakes:
            return {key.group for key in disputed}
        woken = {woken.group for key in self.woken for woken in self.desk.stores.inbox.wake(str(key), now)}
        return woken | {key.group for key in disputed} | neighbours.look_again(self.desk, self.before, changed)

    def _held_no_more(self) -> set[RecordKey]:
        """Records whose problem was opened here, and that somebody has said something else of since."""
        if not self.problems:
            return set()
        now = self.desk.stores.journal.fates(list(self.problems))
        return {key for key in self.problems if key not in now or now[key].standing is not Standing.HELD}

    def _held_meanwhile(self) -> set[RecordKey]:
        """Records that are not held, and of which somebody has opened a problem since: it is solved."""
        free = [key for key, fate in self.fates.items() if fate.standing is not Standing.HELD]
        found = self.desk.stores.journal.troubled(free) if free else set()
        for key in found:
            self.desk.stores.journal.solve(key, self.desk.clock())
        return found

    def _fate(
        self, key: RecordKey, record: Subject | None, standing: Standing, *, code: str | None = None,
        link: str | None = None, waiting_for: str | None = None,
    ) -> None:  # fmt: skip
        known = self.before.get(key)
        self.fates[key] = Fate(
            connection=self.desk.connection.id,
            key=key,
            standing=standing,
            code=code,
            number=record.number if record else (known.number if known else None),
            name=record.label if record else (known.name if known else ""),
            link=link,
            waiting_for=waiting_for,
            fingerprint=self._fingerprint(key, record, standing),
            updated_at=self.desk.clock(),
        )

    def _fingerprint(self, key: RecordKey, record: Subject | None, standing: Standing) -> str:
        """Of what is kept out: a comparison of registers tells by it whether the record changed since."""
        if record is None or standing not in (Standing.HELD, Standing.SKIPPED):
            return ""
        return self.fingerprint_of(self.desk, key, record)


def entry(
    desk: Desk, key: RecordKey, what: str, *, link: str | None = None, written: Values | None = None,
    lost: Values | None = None, code: str | None = None, cause: RecordKey | None = None,
) -> Entry:  # fmt: skip
    """A line of history, of now. `cause` is the record that was looked at, where it is another one."""
    return Entry(
        connection=desk.connection.id, key=key, at=desk.clock(), what=what, link=link, written=written or {},
        lost=lost or {}, code=code, noticed=desk.noticed.get(cause or key),
    )  # fmt: skip


def pair_key(link: Link, side: Side) -> RecordKey:
    """The record of `side` in a link."""
    return RecordKey(kind=link.kind, side=side, id=link.half(side).id)


def keys_of(links: Iterable[Link]) -> list[RecordKey]:
    """Both records of each link."""
    return [pair_key(link, side) for link in links for side in Side]


def _same(before: Fate | None, after: Fate) -> bool:
    return before is not None and before.model_copy(update={"updated_at": after.updated_at}) == after
