"""The judge: compares both systems record by record, past the product's own adapters, with what people did."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from local.chaos.duty import Duty
from local.chaos.faults import Fault
from local.chaos.hands import Hands
from local.chaos.ledger import Ledger, Subject, Typed
from local.chaos.sight import Explanations, Place, Sight
from local.equality import compare
from local.product import ApiRefused, Json
from samspill.model.kinds import Side
from samspill.model.records import Record, Value

#: What the product knows of a record: `link` and `history`, as the API explains it.
Explain = Callable[[Place], Json]
Found = dict[Side, list[Record]]


def judge(firm: int, hands: Hands, duty: Duty, ledger: Ledger) -> list[Fault]:
    """Every fault of one firm's records. Raises ApiRefused, httpx.HTTPError."""

    def explain(place: Place) -> Json:
        kind, side, record_id = place
        try:
            return duty.connected.explain(kind.value, side.value, record_id)
        except ApiRefused as refused:
            if refused.status != 404:
                raise
            return {"link": None, "history": []}  # nothing is known of it

    court = Court(Sight.of(hands), Explanations.of(duty.connected), explain)
    name = hands.firm.name
    faults = [Fault("equal", f"{name}: {each}") for each in compare(hands.world, hands.firm, duty.connected).faults]
    faults += [fault for subject in ledger.subjects if subject.firm == firm for fault in court.about(subject)]
    return [*faults, *court.silent()]


@dataclass(frozen=True)
class Court:
    """Both sides of a firm at rest, and what people are told."""

    sight: Sight
    told: Explanations
    explain: Explain

    def silent(self) -> Iterator[Fault]:
        """Records that are held although nobody is told why; a pair's problem stands at one of its halves."""
        for place, code in self.told.held.items():
            if place not in self.told.problems and self._partner(place) not in self.told.problems:
                yield Fault("equal", f"{' '.join(place)} is held ({code}) without an open problem")

    def _partner(self, place: Place) -> Place | None:
        kind, side, _ = place
        link = self.explain(place)["link"]
        return (kind, side.other, str(link[side.other.value]["id"])) if link else None

    def about(self, subject: Subject) -> Iterator[Fault]:
        """What is wrong with one thing that a person made."""
        found = {side: self.sight.found(subject, side) for side in Side}
        for side, records in found.items():
            if len(records) > 1:
                yield self._fault("nothing twice", subject, f"is {len(records)} times in {side}", found)
            if records and side in subject.deleted:
                yield self._fault("nothing lost", subject, f"was deleted in {side} and is there again", found)
        if subject.deleted:
            return
        if not found[subject.born]:
            yield self._fault("nothing lost", subject, f"was made in {subject.born} and has vanished there", found)
            return
        for name in subject.typed:
            if not self._stands(subject, name, found):
                last = subject.typed[name][-1]
                what = f"{name} typed in {last.side} is lost: {last.value!r}"
                yield self._fault("nothing lost", subject, what, found)

    def _stands(self, subject: Subject, name: str, found: Found) -> bool:
        """Whether the last value typed stands on both sides, or where it was typed with a reason why only there, or
        in the history as the value that had to yield."""
        last = subject.typed[name][-1]
        wanted = self.sight.means(subject.kind, last.side, name, self._now(last))
        standing = {
            side: self.sight.means(subject.kind, side, name, found[side][0].values().get(name)) == wanted
            for side in Side
            if found[side]
        }
        if all(standing.get(side, False) for side in Side):
            return True
        explained = self.told.of_subject(subject, self.sight) is not None
        if standing.get(last.side, False) and (explained or self._points_at_the_explained(subject, name)):
            return True
        lost = [entry["lost"][name] for entry in self._history(subject, found) if name in entry["lost"]]
        return wanted in {self.sight.means(subject.kind, side, name, value) for value in lost for side in Side}

    def _points_at_the_explained(self, subject: Subject, name: str) -> bool:
        """Whether the value typed last is a reference to a record that is gone since, or of which somebody is told
        why it did not cross."""
        last = subject.typed[name][-1]
        target = self.sight.integration.rule(subject.kind).field(name).ref
        if target is None or last.value is None:
            return False
        place = (target, last.side, str(self._now(last)))
        gone = place[2] not in self.sight.records[target, last.side]
        return gone or any(place in told for told in self.told.all_codes())

    def _now(self, typed: Typed) -> Value:
        """What was typed; of a reference the id that the record has by now."""
        there = self.sight.found(typed.meant, typed.side) if typed.meant is not None else []
        return there[0].id if there else typed.value

    def _explained(self, subject: Subject, found: Found) -> list[Json]:
        """What is known of the subject's records, and of what they are linked with: while a person is asked what
        became of a record that got another number, its history is still the link's."""
        own = {(subject.kind, side, r.id) for side, records in found.items() for r in records}
        links = [link for place in own if (link := self.explain(place)["link"]) is not None]
        halves = {(subject.kind, side, str(link[side.value]["id"])) for link in links for side in Side}
        return [self.explain(place) for place in sorted(own | halves)]

    def _history(self, subject: Subject, found: Found) -> list[Json]:
        """The journal of the subject's records, oldest first."""
        entries = [entry for each in self._explained(subject, found) for entry in each["history"]]
        return sorted(entries, key=lambda entry: str(entry["at"]))

    def _fault(self, promise: str, subject: Subject, what: str, found: Found) -> Fault:
        lines = [f"{side}: {record.id} {record.values()}" for side, records in found.items() for record in records]
        for name, all_typed in subject.typed.items():
            lines.append(f"typed {name}: {[(each.side.value, each.value) for each in all_typed]}")
        lines += [
            f"journal {each['at']} {each['what']} {each['code'] or ''} wrote {each['written']} lost {each['lost']}"
            for each in self._history(subject, found)
        ]
        links = {each["link"]["id"]: each["link"] for each in self._explained(subject, found) if each["link"]}
        lines += [f"link {each}" for each in links.values()]
        return Fault(promise, f"{subject} {what}", "\n".join(lines))
