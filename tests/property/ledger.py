"""What persons did, written down beside the engine: what they typed, deleted, took back and decided."""

from dataclasses import dataclass, field, replace

from samspill.model.changes import RecordKey
from samspill.model.kinds import Side
from samspill.model.problems import Choice
from samspill.model.records import Value, Values
from tests.fakes.hostile_company import HostileCompany

#: Choices after which a person's record may exist once more on the other side.
ANEW = frozenset({Choice.CREATE, Choice.RECREATE, Choice.RESTORE, Choice.LINK, Choice.LET_GO, Choice.MATCH_ANEW})


@dataclass(frozen=True)
class Typed:
    """A value that a person typed over another. Not `news`: it is what the engine knows anyway, so an edit on the
    other side may overrule it; still it replaces what was typed before."""

    key: RecordKey
    field: str
    value: Value
    replaced: Value
    news: bool


@dataclass
class Ledger:
    """Everything in the order it happened, keys by names that stay. `changed_unlinked` are fields typed into records
    that no link knew by their id then: what an attempt made whose answer was lost can be recognised by its number, or
    else by all the rest."""

    changed_unlinked: dict[RecordKey, set[str]] = field(default_factory=dict)
    deleted_unlinked: set[RecordKey] = field(default_factory=set)
    typed: list[Typed] = field(default_factory=list)
    deleted: dict[RecordKey, int] = field(default_factory=dict)
    taken_back: list[RecordKey] = field(default_factory=list)
    decided: list[tuple[RecordKey, Choice, str | None]] = field(default_factory=list)
    withheld: set[tuple[Side, str]] = field(default_factory=set)

    def beyond_recognition(self, key: RecordKey) -> bool:
        """Whether nobody can tell any more that an attempt of ours made the record."""
        changed = self.changed_unlinked.get(key, set())
        return key in self.deleted_unlinked or ("number" in changed and len(changed) > 1)

    def erased(self, key: RecordKey, made: int, *, linked: bool) -> None:
        """A person deleted the record when we had made `made` records on its side."""
        self.deleted[key] = made
        if not linked:
            self.deleted_unlinked.add(key)

    def begins_anew(self, key: RecordKey) -> None:
        """A person has the record made anew: what links it next is a first link, where empty never overwrites, so
        what was cleared before is no edit to keep."""
        self.typed = [
            replace(each, news=False) if each.key == key and not str(each.value or "").strip() else each
            for each in self.typed
        ]

    def wrote(self, key: RecordKey, before: Values, values: Values, news: set[str], *, recognised: bool) -> None:
        """A person typed `values`, of which `news` are new, into a record that was as `before`. `recognised`: a link
        knows it by its id, whatever becomes of it."""
        if not recognised:
            self.changed_unlinked.setdefault(key, set()).update(values)
        self.typed += [Typed(key, name, value, before.get(name), name in news) for name, value in values.items()]


def seen_as_ours(company: HostileCompany, ledger: Ledger, who: RecordKey, field_name: str) -> bool:
    """Whether a person added the record with the number and, as far as it could be seen, the content of an attempt of
    ours whose answer was lost, and the field could not be seen. It is taken for what the attempt made, and what it
    is without for what a person has cleared since: nobody can tell."""
    family = next((each for each in families(company) if who in each), set())
    attempted = any(key.side is who.side.other for key in company.stores.intents.sources.values() if key in family)  # type: ignore[attr-defined]
    ours = {(kind, made) for _, kind, made in company.hostile[who.side].made}
    return attempted and (who.side, field_name) in ledger.withheld and (who.kind, who.id) not in ours


def families(company: HostileCompany) -> list[set[RecordKey]]:
    """Records that are one thing: linked with each other at some time, or created for one another."""
    pairs = set(company.stores.links.ever)  # type: ignore[attr-defined]
    sources = company.stores.intents.sources  # type: ignore[attr-defined]
    for side in Side:
        for intent, kind, record_id in company.hostile[side].made:
            pairs.add((sources[intent], RecordKey(kind=kind, side=side, id=record_id)))
    found: list[set[RecordKey]] = []
    for pair in pairs:
        touching = [family for family in found if family & set(pair)]
        found = [family for family in found if family not in touching]
        found.append(set(pair).union(*touching))
    return found
