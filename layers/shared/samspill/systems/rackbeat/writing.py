"""Writing Rackbeat's records, one call each. There are no versions: the answer is what is stored now."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from samspill.exceptions import DataRefused, NotFound, RetryLater, SamspillError
from samspill.model.kinds import Kind
from samspill.sync.ports import Done, Draft, Outcome, Patch, Uncertain
from samspill.systems.outcomes import Outcomes, in_turn, outcome_of
from samspill.systems.rackbeat.bodies import Bodies, Body, number_taken
from samspill.systems.rackbeat.client import Client, row_path
from samspill.systems.rackbeat.conversions import unheld
from samspill.systems.rackbeat.errors import RowRefused
from samspill.systems.rackbeat.mapping import REGISTERS, Register
from samspill.systems.rackbeat.reading import Reader
from samspill.systems.rackbeat.spelling import Spelling
from samspill.systems.rackbeat.wire import Row, identified, number_of
from samspill.systems.transport import Request


@dataclass(frozen=True)
class _One:
    """A write, and its place among all."""

    index: int
    write: Callable[[], Outcome]


class Writer:
    """Writes records of one account. Other programmes that listen to its webhooks hear of our writes as of anybody's,
    so they are not suppressed: our own echo costs a look."""

    def __init__(self, client: Client, reader: Reader, bodies: Bodies, spelling: Spelling) -> None:
        self._client, self._reader, self._bodies, self._spelling = client, reader, bodies, spelling

    def create(self, kind: Kind, drafts: Sequence[Draft]) -> list[Outcome]:
        """One outcome a draft, in order. After a lost answer the number tells whether it was made: Rackbeat keeps
        numbers unique."""
        return _one_by_one([lambda draft=draft: self._create(kind, draft) for draft in drafts])  # type: ignore[misc]

    def update(self, kind: Kind, patches: Sequence[Patch]) -> list[Outcome]:
        """One outcome a patch, in order. Another number renumbers the record."""
        return _one_by_one([lambda patch=patch: self._update(kind, patch) for patch in patches])  # type: ignore[misc]

    def delete(self, kind: Kind, number: str) -> Outcome | None:
        """None when it is gone now; Refused(delete_refused) for what is used, booked or was ever moved."""
        at = self._reader.row(kind, number)
        if at is None:
            return None
        try:
            self._client.send(Request("DELETE", row_path(at[0].path, number), subject=kind.value))
        except NotFound:
            return None
        except (DataRefused, RetryLater) as error:
            return outcome_of(error)
        return None

    def _create(self, kind: Kind, draft: Draft) -> Outcome:
        register = REGISTERS[kind][0]
        self._get_to_know(register)
        try:
            body, row = self._post(register, draft)
        except DataRefused as error:
            raise self._sharper(register, error, draft.number) from None
        try:
            record = self._reader.record(register, row)
            return self._mended(register, row, body, self._bodies.created(register, draft.values)) or Done(record)
        except SamspillError as error:  # it is there, so whoever tries again must find it
            return Uncertain(RetryLater(error.code, error.detail, uncertain=True))

    def _post(self, register: Register, draft: Draft) -> tuple[Body, Row]:
        """What was sent, and what came of it."""
        try:
            return self._sent(register, draft)
        except RowRefused as error:
            if not self._spelling.learn_refused(register, error.fields):
                raise
            return self._sent(register, draft)  # a refusal is certain: nothing was made

    def _sent(self, register: Register, draft: Draft) -> tuple[Body, Row]:
        body = self._bodies.created(register, draft.values)
        request = Request("POST", register.path, body=body, subject=register.kind.value)
        return body, self._client.ask(request, identified)

    def _update(self, kind: Kind, patch: Patch) -> Outcome:
        register, row = self._place(kind, patch)
        body = self._bodies.changed(register, patch.values, row)
        number = str(body.get("number") or "")
        try:
            answer = self._put(register, patch.id, body)
        except DataRefused as error:
            raise self._sharper(register, error, number) from None
        record = self._reader.record(register, answer)
        if number and record.id == patch.id != number:
            raise unheld("number", number)
        return self._mended(register, answer, body, self._bodies.changed(register, patch.values, row)) or Done(record)

    def _place(self, kind: Kind, patch: Patch) -> tuple[Register, Row | None]:
        """Where the record lives, and its row where that is needed. Raises NotFound."""
        registers = REGISTERS[kind]
        if len(registers) == 1 and not self._bodies.needs_row(registers[0], patch.values):
            return registers[0], None
        at = self._reader.row(kind, patch.id)
        if at is None:
            raise NotFound(f"{registers[0].path} has no such record")
        self._spelling.learn(*at)
        return at

    def _put(self, register: Register, number: str, body: Body) -> Row:
        return self._client.ask(
            Request("PUT", row_path(register.path, number), body=body, subject=register.kind.value), identified
        )

    def _get_to_know(self, register: Register) -> None:
        """What fields are called is seen before the first record is made, if there is any to see it on."""
        if not self._spelling.met(register) and (row := self._reader.any_row(register)) is not None:
            self._spelling.learn(register, row)

    def _mended(self, register: Register, row: Row, sent: Body, meant: Body) -> Outcome | None:
        """What was sent under a name that the answer shows to be another is sent again."""
        if (left := {key: value for key, value in meant.items() if key not in sent}) == {}:
            return None
        return Done(self._reader.record(register, self._put(register, number_of(row), left)))

    def _sharper(self, register: Register, error: DataRefused, number: str) -> SamspillError:
        """Messages are localised: whether a number is taken, only looking tells."""
        asked = error.fields if isinstance(error, RowRefused) else ()
        if "number" not in asked or not number or self._reader.answered(register.kind, number) is None:
            return error
        return number_taken(number)


def _one_by_one(writes: Sequence[Callable[[], Outcome]]) -> list[Outcome]:
    rows = [_One(index, write) for index, write in enumerate(writes)]
    outcomes = in_turn([[row] for row in rows], _send)
    return [outcomes[row.index] for row in rows]


def _send(rows: Sequence[_One]) -> Outcomes:
    (row,) = rows
    try:
        return {row.index: row.write()}
    except (DataRefused, NotFound, RetryLater) as error:
        return {row.index: outcome_of(error)}
