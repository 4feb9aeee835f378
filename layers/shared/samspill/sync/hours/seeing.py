"""What stands in a row of the timesheet, against what the ledger knows of it: pure.

an attempt is under way   as it was to be -> ours; as before -> it did not happen, once it is over; else a person's
nothing of ours           empty -> free; somebody's hours -> asked
ours                      as we left it -> free; other hours -> asked; gone -> asked. Another comment stays
a person let it stand     nothing to do until what entries give to it changes
locked, or closed period  nothing may be changed
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from samspill.model.hours import HeldLine, LedgerRow, RowKey, SheetRow, Stated
from samspill.model.problems import Choice
from samspill.sync.hours.stops import LEFT_OUT, Held, Stop, Waits, plain

FOREIGN = "someone_elses_hours"
CHANGED = "hours_changed_in_tripletex"
DELETED = "hours_deleted_in_tripletex"
LOCKED = "hours_locked"


#: Answers that are carried out by writing ours.
WRITING = frozenset({Choice.APP_WINS, Choice.ADD, Choice.REPLACE, Choice.RECREATE})


@dataclass(frozen=True)
class Wish:
    """What entries are to give to a row in the end, and the hours that makes."""

    seconds: Mapping[str, int]
    hours: Decimal


@dataclass(frozen=True)
class Asked:
    """What a person was asked about a line, and the answer."""

    held: HeldLine | None = None
    choice: Choice | None = None

    def answer(self, code: str, theirs: str) -> Choice | None:
        """The answer, if this is what was asked: what somebody changed since is asked about anew."""
        same = self.held is not None and self.held.code == code and self.held.facts.get("theirs", "") == theirs
        return self.choice if same else None

    @property
    def waiting(self) -> "Asked":
        """While ours cannot be written, an answer that has them written waits: used up, it would leave what stands
        there as ours."""
        return replace(self, choice=None) if self.choice in WRITING else self

    @property
    def left_out(self) -> bool:
        """Whether a person wants the line kept out, and nobody has changed that."""
        return self.held is not None and self.held.code == LEFT_OUT and self.choice is Choice.LEAVE_OUT


@dataclass(frozen=True)
class Seen:
    """A row as the ledger is to have it now. `fixed`: it must stay as it is; `stop` says why what would change it has
    to wait. `answered`: what a person decided was carried out with this; `lost` is what stood there and may go.
    `unlike`: it does not say what entries give to it, and cannot be put right now."""

    row: LedgerRow | None
    there: SheetRow | None
    stop: Stop | None = None
    fixed: bool = False
    adopted: bool = False
    answered: bool = False
    lost: Stated | None = None
    unlike: bool = False

    @property
    def asks(self) -> bool:
        """Whether somebody has to act even while nothing changes in the app."""
        return self.unlike or (isinstance(self.stop, Held) and self.stop.code in (CHANGED, DELETED))


def see(
    key: RowKey, row: LedgerRow | None, there: SheetRow | None, wish: Wish, asked: Asked, *, closed: str | None,
    now: datetime,
) -> Seen:  # fmt: skip
    """Look at one row. `closed` is why that day cannot be booked on any more, if it cannot."""
    seen = _look(key, row, there, wish, asked, now)
    if seen.fixed:
        return seen
    code = closed or (LOCKED if there is not None and there.locked else None)
    if code is None:
        return seen
    unanswered = _look(key, row, there, wish, asked.waiting, now)
    return unanswered if unanswered.fixed else replace(unanswered, fixed=True, stop=Held(code))


def _look(
    key: RowKey, row: LedgerRow | None, there: SheetRow | None, wish: Wish, asked: Asked, now: datetime
) -> Seen:  # fmt: skip
    adopted = False
    if row is not None and row.intent is not None:
        ended = _ended(row, there, now)
        if isinstance(ended, Seen):
            return ended
        row, adopted = ended
    if row is None or (row.base is None and row.theirs is None):
        return _strangers(key, there, wish, asked)
    if row.theirs is not None:
        return _let_stand(row, there, wish, asked)
    return replace(_ours(row, there, wish, asked), adopted=adopted)


def _ended(row: LedgerRow, there: SheetRow | None, now: datetime) -> Seen | tuple[LedgerRow | None, bool]:
    """What became of an attempt: the row after it and whether it happened, or nobody knows yet."""
    intent = row.intent
    assert intent is not None
    wanted, before = intent.wanted, row.base
    if there is None and (wanted is None or before is not None):
        # Removed, by us; or by a person, which is seen next.
        return (None, True) if wanted is None else (row.model_copy(update={"intent": None}), False)
    if there is not None and wanted is not None and _as_intended(there, wanted, before):
        return _adopted(row, there, now), True
    unchanged = there is None if before is None else there is not None and there.hours == before.hours
    if unchanged and intent.until > now:
        return Seen(row, there, Waits(intent.until), fixed=True)
    return (row.model_copy(update={"intent": None}) if before is not None else None), False


def _as_intended(there: SheetRow, wanted: Stated, before: Stated | None) -> bool:
    """A row that is new is ours only if it says all that we said; one that was ours may have got a person's comment
    since."""
    return there.hours == wanted.hours and (before is not None or same_text(there.comment, wanted.comment))


def _adopted(row: LedgerRow, there: SheetRow, now: datetime) -> LedgerRow:
    intent = row.intent
    assert intent is not None
    assert intent.wanted is not None
    ours = same_text(there.comment, intent.wanted.comment)
    return row.model_copy(
        update={
            "id": there.id, "version": there.version, "base": there.stated, "intent": None, "seconds": intent.seconds,
            "comment": there.comment if ours else row.comment,
            "first": there.hours - row.foreign if row.first is None else row.first,
            "corrections": row.corrections + (row.base is not None), "sent_at": now,
        }
    )  # fmt: skip


def _strangers(key: RowKey, there: SheetRow | None, wish: Wish, asked: Asked) -> Seen:
    if not wish.seconds:
        return Seen(None, there)
    if asked.left_out:
        return Seen(None, there, Held(LEFT_OUT), fixed=True)
    if there is None:
        return Seen(None, None)
    theirs = plain(there.hours)
    row = LedgerRow(key=key, id=there.id, version=there.version, base=there.stated)
    match asked.answer(FOREIGN, theirs):
        case Choice.LEAVE_OUT:
            return Seen(None, there, Held(LEFT_OUT), fixed=True)
        case Choice.ADD:
            return Seen(row.model_copy(update={"foreign": there.hours}), there, answered=True)
        case Choice.REPLACE:
            mine = row.model_copy(update={"comment": there.comment})
            return Seen(mine, there, answered=True, lost=there.stated)
    return Seen(None, there, Held(FOREIGN, {"theirs": theirs}), fixed=True)


def _ours(row: LedgerRow, there: SheetRow | None, wish: Wish, asked: Asked) -> Seen:
    if there is None:
        return _gone(row, wish, asked)
    read = row.model_copy(update={"id": there.id, "version": there.version, "base": there.stated})
    assert row.base is not None
    if there.hours == row.base.hours or (wish.seconds and there.hours == wish.hours + row.foreign):
        return Seen(read, there)
    return _changed(read, there, wish, asked, ours=row.base.hours)


def _let_stand(row: LedgerRow, there: SheetRow | None, wish: Wish, asked: Asked) -> Seen:
    """A person's hours stand there in the place of ours; once ours become other, a person is asked again."""
    if dict(wish.seconds) == row.seconds:
        update = {"id": there.id if there else None, "version": there.version if there else None,
                  "base": there.stated if there else None}  # fmt: skip
        return Seen(row.model_copy(update=update), there, fixed=True)
    free = row.model_copy(update={"theirs": None, "base": there.stated if there else None})
    if there is None:
        return _gone(row, wish, asked)
    if wish.seconds and there.hours == wish.hours + row.foreign:
        return Seen(free, there)
    return _changed(row, there, wish, asked, ours=row.theirs or Decimal(0))


def _gone(row: LedgerRow, wish: Wish, asked: Asked) -> Seen:
    if not wish.seconds:
        return Seen(None, None, answered=asked.choice is not None)
    match asked.answer(DELETED, ""):
        case Choice.RECREATE:
            return Seen(None, None, answered=True)
        case Choice.LET_GO:
            gone = {"id": None, "version": None, "base": None, "seconds": dict(wish.seconds), "theirs": Decimal(0)}
            return Seen(row.model_copy(update=gone), None, fixed=True, answered=True)
    return Seen(row, None, Held(DELETED), fixed=True)


def _changed(row: LedgerRow, there: SheetRow, wish: Wish, asked: Asked, *, ours: Decimal) -> Seen:
    theirs = plain(there.hours)
    standing = {"id": there.id, "version": there.version, "base": there.stated}
    match asked.answer(CHANGED, theirs):
        case Choice.APP_WINS:
            free = row.model_copy(update={**standing, "theirs": None})
            return Seen(free, there, answered=True, lost=there.stated)
        case Choice.TRIPLETEX_WINS if not wish.seconds:
            return Seen(None, there, fixed=True, answered=True)  # the row is theirs altogether
        case Choice.TRIPLETEX_WINS:
            kept = row.model_copy(update={**standing, "theirs": there.hours, "seconds": dict(wish.seconds)})
            return Seen(kept, there, fixed=True, answered=True)
    facts = {"ours": plain(ours), "theirs": theirs, "hours": plain(wish.hours + row.foreign)}
    # What the ledger says stays: it is what we wrote, and by it a person's edit is told.
    kept_base = row.model_copy(update={"base": Stated(hours=ours, comment=there.comment)})
    return Seen(kept_base, there, Held(CHANGED, facts), fixed=True)


def same_text(one: str, other: str) -> bool:
    """Whether two comments say the same; white space may differ."""
    return one.split() == other.split()
