"""What persons do in both systems, and how it is written down: they add, edit, clear, renumber, swap, delete and
undelete records, refer elsewhere, (de)activate, answer problems, and link and unlink by hand."""

from collections.abc import Mapping

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from samspill.model.changes import Priority, RecordKey
from samspill.model.history import Decision
from samspill.model.kinds import Kind, Side
from samspill.model.links import Link
from samspill.model.problems import CATALOGUE, Choice
from samspill.model.records import Record, Value, Values
from tests.fakes.company import T
from tests.fakes.hostile_company import HostileCompany
from tests.property.ledger import Ledger
from tests.property.vocabulary import FIELDS, FLAGS, KINDS, REFERENCES, SIDES, TEXTS


class People(RuleBasedStateMachine):
    """Rules are what persons do; `kinds` are those that the integration has."""

    kinds: tuple[Kind, ...] = ()

    def settle_in(self, company: HostileCompany) -> None:
        self.company = company
        self.systems, self.ledger = self.company.hostile, Ledger()
        self.numbers, self.names = iter(range(10001, 99999)), iter(range(1, 9999))

    def is_taken(self, side: Side, kind: Kind, number: str | None) -> bool:
        """Whether the system itself would refuse the number; of one that numbers are ids of, whoever had it has
        it for good: else nobody could tell whose edit was lost."""
        numbers = {record.number for record in self.company.everything(kind, side)}
        if self.company.numbered and side is not T:
            numbers |= self.systems[side].ever_called(kind)
        return number in numbers and (side is T or self.company.numbered)

    def pick(self, data: st.DataObject, kind: Kind, side: Side) -> Record | None:
        records = sorted(self.company.everything(kind, side), key=lambda record: record.id)
        return data.draw(st.sampled_from(records)) if records else None

    def tell(self, key: RecordKey, told: bool = True, deleted: bool = False) -> None:
        if told:
            self.company.stores.inbox.put(key, due_at=self.company.tick(), deleted_hint=deleted)

    def type_in(self, side: Side, record: Record, told: bool, **values: Value) -> None:
        """A person edits a record; what returns it to what the engine knows is no edit."""
        key = self.company.key(record, side)
        link = self.company.link(record, side)
        base = link.half(side).base if link is not None and not self.comes_apart(link) else {}
        now = record.values()
        # Empty never overwrites on a first link, so clearing what was never agreed on is no edit to keep.
        news = {name for name in values if self.is_news(record, name, values[name], base.get(name))}
        # Where numbers are ids, a link is no help to recognise a record that has another number and another name.
        known = link is not None and not (self.company.numbered and side is not T)
        before, typed = (self.names_that_stay(key, each) for each in (now, values))
        self.ledger.wrote(self.company.meant(key), before, typed, news, recognised=known)
        edited = self.systems[side].edit(record.kind, record.id, **values)
        self.tell(self.company.key(edited, side), told)

    def names_that_stay(self, key: RecordKey, values: Mapping[str, Value]) -> Values:
        """The values, what they refer to by the name that stays: its number may be another's in the end."""
        rule = self.company.desk.integration.rule(key.kind)
        refs = {each.name: each.ref for each in rule.fields if each.ref is not None}
        return {
            name: self.company.meant(RecordKey(kind=refs[name], side=key.side, id=str(value))).id
            if value and name in refs else value
            for name, value in values.items()
        }  # fmt: skip

    def comes_apart(self, link: Link) -> bool:
        """Whether a person has said so: what links the two next is a first link, which knows of no agreement."""
        keys = [RecordKey(kind=link.kind, side=side, id=link.half(side).id) for side in Side]
        answers = self.company.stores.decisions.get(keys).values()
        return any(answer.takes_apart(link.id) for answer in answers)

    def is_news(self, record: Record, name: str, value: Value, known: Value) -> bool:
        plain = self.company.desk.integration.rule(record.kind).field(name).normalise
        return plain(value) not in (plain(known), plain(record.values().get(name)))

    @rule(side=SIDES, kind=KINDS, data=st.data(), twin=st.booleans(), told=st.booleans())
    def add(self, side: Side, kind: Kind, data: st.DataObject, twin: bool, told: bool) -> None:
        """A person adds a record: a new one, or one that the other side has too (same number)."""
        like = self.pick(data, kind, side.other) if twin else None
        number = like.number if like is not None else str(next(self.numbers))
        if self.is_taken(side, kind, number):
            return
        values: dict[str, object] = {name: data.draw(st.sampled_from(TEXTS[name])) for name in FIELDS[kind]}
        called = "last_name" if kind is Kind.EMPLOYEE else "name"
        values[called] = f"{values[called]} {next(self.names)}"  # two persons never type quite the same
        if like is not None and data.draw(st.booleans()):
            values |= {name: like.values().get(name) for name in ("name", "first_name", "last_name")}
            values = {name: value for name, value in values.items() if name in like.values()}
        if kind is Kind.PROJECT:
            customer, manager = self.pick(data, Kind.CUSTOMER, side), self.pick(data, Kind.EMPLOYEE, side)
            values |= {"start_date": "2026-01-05", "customer": customer and customer.id}
            values |= {"manager": manager and manager.id}
            number = number if like is not None or data.draw(st.booleans()) else ""
        if kind is Kind.PRODUCT:
            supplier = self.pick(data, Kind.SUPPLIER, side)
            values |= {"supplier": supplier and supplier.id}
        record = self.systems[side].put(kind, number=number, **values)
        self.tell(self.company.key(record, side), told)

    @rule(side=SIDES, kind=KINDS, data=st.data(), told=st.booleans())
    def edit(self, side: Side, kind: Kind, data: st.DataObject, told: bool) -> None:
        record = self.pick(data, kind, side)
        if record is not None:
            name = data.draw(st.sampled_from(FIELDS[kind]))
            self.type_in(side, record, told, **{name: data.draw(st.sampled_from(TEXTS[name]))})

    @rule(side=SIDES, kind=KINDS, data=st.data(), told=st.booleans(), value=st.booleans())
    def activate_or_not(self, side: Side, kind: Kind, data: st.DataObject, told: bool, value: bool) -> None:
        record = self.pick(data, kind, side)
        if record is not None:
            self.type_in(side, record, told, **{FLAGS[kind]: value})

    @rule(side=SIDES, data=st.data(), told=st.booleans(), none=st.booleans())
    def refer_elsewhere(self, side: Side, data: st.DataObject, told: bool, none: bool) -> None:
        kind = next(kind for kind in REFERENCES if kind in self.kinds)
        name, parents = REFERENCES[kind]
        record, parent = self.pick(data, kind, side), self.pick(data, parents, side)
        if record is not None:
            self.type_in(side, record, told, **{name: None if none or parent is None else parent.id})

    @rule(side=SIDES, kind=KINDS, data=st.data(), told=st.booleans())
    def renumber(self, side: Side, kind: Kind, data: st.DataObject, told: bool) -> None:
        record = self.pick(data, kind, side)
        if record is not None:
            self.type_in(side, record, told, number=str(next(self.numbers)))

    @rule(side=SIDES, kind=KINDS, data=st.data(), told=st.booleans())
    def swap(self, side: Side, kind: Kind, data: st.DataObject, told: bool) -> None:
        one, two = self.pick(data, kind, side), self.pick(data, kind, side)
        if one is not None and two is not None and one.id != two.id and one.number and two.number:
            self.type_in(side, one, told, number=two.number)
            self.type_in(side, two, told, number=one.number)

    @rule(side=SIDES, kind=KINDS, data=st.data(), told=st.booleans())
    def delete(self, side: Side, kind: Kind, data: st.DataObject, told: bool) -> None:
        record = self.pick(data, kind, side)
        if record is not None and not self.systems[side].in_use(kind, record.id):
            key = self.company.key(record, side)
            self.systems[side].remove(kind, record.id)
            linked, who = self.company.link(record, side) is not None, self.company.meant(key)
            self.ledger.erased(who, len(self.systems[side].made), linked=linked)
            # What becomes of the partner then, e.g. that it is inactive, is typed over what the person saw.
            gone = self.company.desk.integration.rule(kind).gone.get(side)
            now = self.names_that_stay(key, record.values())
            self.ledger.wrote(who, now, dict(gone.write) if gone else {}, set(), recognised=True)
            self.tell(key, told, deleted=True)

    @rule(side=SIDES, kind=KINDS, data=st.data(), told=st.booleans())
    def undelete(self, side: Side, kind: Kind, data: st.DataObject, told: bool) -> None:
        bin_ = sorted(self.systems[side].trash[kind])
        if not bin_:
            return
        record = self.systems[side].trash[kind][data.draw(st.sampled_from(bin_))]
        if side is T and self.is_taken(side, kind, record.number):
            return
        self.systems[side].undelete(kind, record.id)
        self.ledger.taken_back.append(self.company.meant(self.company.key(record, side)))
        self.tell(self.company.key(record, side), told)

    @rule(side=SIDES, kind=KINDS, data=st.data(), told=st.booleans())
    def link_by_hand(self, side: Side, kind: Kind, data: st.DataObject, told: bool) -> None:
        """A person says that two without partner are the same."""
        one, two = (self.pick_free(data, kind, each) for each in (side, side.other))
        if one is not None and two is not None:
            key = self.company.key(one, side)
            self.ledger.decided.append((self.company.meant(key), Choice.LINK, two.id))
            for each in (key, self.company.key(two, side.other)):
                self.ledger.begins_anew(self.company.meant(each))
            self.answer(key, Choice.LINK, partner=two.id, told=told)

    @precondition(lambda self: self.links())
    @rule(side=SIDES, data=st.data(), told=st.booleans(), anew=st.booleans())
    def unlink_by_hand(self, side: Side, data: st.DataObject, told: bool, anew: bool) -> None:
        """A person takes a pair apart, or what a deleted record left of it."""
        link = data.draw(st.sampled_from(self.links()))
        keys = {each: RecordKey(kind=link.kind, side=each, id=link.half(each).id) for each in Side}
        for key in keys.values():
            self.ledger.begins_anew(self.company.meant(key))
            if anew:
                self.ledger.decided.append((self.company.meant(key), Choice.MATCH_ANEW, None))
        choice = Choice.MATCH_ANEW if anew else Choice.KEEP_APART
        self.answer(keys[side], choice, link=link.id, told=told)

    def links(self) -> list[Link]:
        return [link for kind in dict.fromkeys(self.kinds) for link in self.company.stores.links.all(kind)]

    def pick_free(self, data: st.DataObject, kind: Kind, side: Side) -> Record | None:
        records = [
            record for record in self.company.everything(kind, side) if self.company.link(record, side) is None
        ]
        return data.draw(st.sampled_from(sorted(records, key=lambda record: record.id))) if records else None

    def answer(
        self, key: RecordKey, choice: Choice, *, partner: str | None = None, link: str | None = None,
        told: bool = True,
    ) -> None:  # fmt: skip
        """It is stored, and carried out at once unless who stored it was cut off."""
        self.company.stores.decisions.put(
            Decision(
                connection="c1", key=key, choice=choice, partner=partner, link=link, by="Kari", at=self.company.tick()
            )
        )
        if told:
            self.company.stores.inbox.put(key, due_at=self.company.tick(), priority=Priority.PERSON)

    @rule(data=st.data())
    def decide(self, data: st.DataObject) -> None:
        """A person answers an open problem, or a note."""
        fates = self.company.stores.journal.all_fates  # type: ignore[attr-defined]
        asked = [fate for fate in fates if fate.code and CATALOGUE[fate.code].choices]
        if not asked:
            return
        fate = data.draw(st.sampled_from(sorted(asked, key=lambda each: str(each.key))))
        choice = data.draw(st.sampled_from(CATALOGUE[fate.code].choices))
        problem = self.company.stores.journal.problem_of(fate.key)
        partner = data.draw(st.sampled_from(problem.suggestions)) if problem and problem.suggestions else None
        if choice is Choice.LINK and partner is None:
            return
        who = self.company.meant(fate.key)
        self.ledger.decided.append((who, choice, partner))
        if choice is Choice.RECREATE:
            self.ledger.begins_anew(who)
        self.answer(fate.key, choice, partner=partner)
