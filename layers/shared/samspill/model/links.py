"""A link says that two records are the same thing, and what each side last said of itself."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from samspill.model.kinds import Kind, Side
from samspill.model.records import Value, Values


class LinkState(StrEnum):
    """`live`, or `tombstone`: one side deleted its record, nothing is re-created until a person says so."""

    LIVE = "live"
    TOMBSTONE = "tombstone"


class Half(BaseModel):
    """One side of a link. `base` holds each field as that side itself returned it after our last read or
    write; a field that was never agreed on is absent. `sent` holds what we were about to write there and know no
    outcome of: a value that stands there because of us is nobody's edit. `former` are the ids that the record had
    before, where another number makes it another record: its history has lines under them."""

    model_config = ConfigDict(frozen=True)

    id: str
    base: Values = Field(default_factory=dict)
    sent: dict[str, tuple[Value, ...]] = Field(default_factory=dict)
    version: int | None = None
    former: tuple[str, ...] = ()

    def rebased(self, base: Values, version: int | None = None) -> "Half":
        """A copy where those fields stand as `base` says, and nothing of them is under way any more."""
        sent = {name: values for name, values in self.sent.items() if name not in base}
        version = self.version if version is None else version
        return Half(id=self.id, base={**self.base, **base}, sent=sent, version=version, former=self.former)

    def moved(self, record_id: str) -> "Half":
        """A copy whose record has that id now."""
        before = dict.fromkeys((*self.former, self.id))
        return self.model_copy(
            update={"id": record_id, "former": tuple(each for each in before if each != record_id)}
        )

    def sending(self, values: Values) -> "Half":
        """A copy that knows that `values` are about to be written."""
        sent = {name: (*(v for v in self.sent.get(name, ()) if v != value), value) for name, value in values.items()}
        return self.model_copy(update={"sent": {**self.sent, **sent}})


class Link(BaseModel):
    """Both ids with their bases. `revision` rises by one with each save: who lost a race starts over."""

    model_config = ConfigDict(frozen=True)

    id: str
    connection: str
    kind: Kind
    tripletex: Half
    app: Half
    revision: int = 0
    state: LinkState = LinkState.LIVE
    gone_side: Side | None = None
    gone_action: str | None = None
    gone_at: datetime | None = None

    def half(self, side: Side) -> Half:
        """The half of `side`."""
        return self.tripletex if side is Side.TRIPLETEX else self.app

    def with_half(self, side: Side, half: Half) -> "Link":
        """A copy with one half replaced."""
        return self.model_copy(update={side.value: half})
