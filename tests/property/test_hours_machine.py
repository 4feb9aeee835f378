"""Hours from the app to Tripletex, under everything that can go wrong at once.

    persons    enter, approve, correct, split, move, delete entries; in Tripletex book hours of their own, change,
               delete and lock ours, approve weeks, end activities, close projects; link people otherwise; answer;
               send; confirm files whose sums take the place of earlier ones
    network    triggers lost, repeated, late; answers lost; writes that end after the client gave up; limits; rows
               that a list leaves out
    machines   a worker stops before or after ANY call to a system or store; it goes on, is cut off for good, or is
               told that the line broke; two workers at once
    in the end cut all workers off, let late writes end, let leases run out, send everything once: see
               `hours_promises`. Then whatever is in the way goes away and every question is answered: everything
               approved stands, once, and a second sending writes nothing

Time is simulated: each look at the clock is a millisecond, the rest passes by rule.
"""

import os
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from samspill.exceptions import RateLimited
from samspill.model.hours import Day, Entry
from samspill.model.hours import Slot as Place
from samspill.model.hours_imports import StatedDay
from samspill.model.kinds import Kind
from samspill.model.problems import CATALOGUE, Choice
from samspill.model.settings_hours import Sending
from samspill.sync.hours.stating import entry_id, file_days
from tests.fakes.hostile import RowFault
from tests.fakes.hours_site import MONDAY, HoursSite
from tests.fakes.workers import STOPS, Stop, Worker, after_points
from tests.property.hours_promises import Hands, at_rest, broken_promises, gained

#: Once in five times.
SELDOM = st.sampled_from([False, False, False, False, True])
PERSON = st.sampled_from([0, 0, 1])
DAYS = st.sampled_from([MONDAY, MONDAY, MONDAY + timedelta(days=1)])
#: Whole hours, thirds of one, and what is no whole hundredth.
SECONDS = st.sampled_from([1200, 2400, 3600, 3661, 7201, 27000, 1000, 35, 1, 0])
#: Project, task, tag.
SLOTS = st.sampled_from([
    (0, "Rør", None), (0, "Riving", None), (1, "Rør", None), (0, None, None), (0, "rør", "Kurs"),
    (None, None, "Kurs"), (1, "Riving", None), (0, "Graving", None), (None, None, None),
])  # fmt: skip
#: Project and task of what comes in files: nobody enters it in the app.
FILED = st.sampled_from([(0, "Fliser"), (1, "Fliser"), (0, "Maling")])
FILED_SECONDS = st.sampled_from([1200, 2400, 3600, 3661, 1000, 35, 0])
HOURS = st.sampled_from(["0.33", "1", "2.5", "7.5", "20"])
STOP = st.one_of(st.sampled_from(list(STOPS.values())), st.integers(0, 40).map(after_points))
Slot = tuple[int | None, str | None, str | None]

#: Longer than a day that waits for another takes to look again.
AGAIN = timedelta(minutes=16)
#: What lets hours go in the end.
FREEING = {
    "hours_changed_in_tripletex": Choice.APP_WINS,
    "hours_deleted_in_tripletex": Choice.RECREATE,
    "someone_elses_hours": Choice.ADD,
}


class Hours(RuleBasedStateMachine):
    """Rules are what persons, the network and the machines do."""

    @initialize(
        sending=st.sampled_from([Sending.AUTOMATIC, Sending.AUTOMATIC, Sending.MANUAL]), creates=st.booleans(),
        first=st.lists(st.tuples(PERSON, DAYS, SECONDS, SLOTS), min_size=3, max_size=8), sent=st.booleans(),
    )  # fmt: skip
    def begin(self, sending: Sending, creates: bool, first: list[tuple[int, date, int, Slot]], sent: bool) -> None:
        self.site = HoursSite(sending, create_activities=creates)
        self.hands = Hands()
        self.sheet, self.entries = self.site.sheet, self.site.entries
        for task in ("Fliser", "Maling"):
            self.sheet.add_activity(task)
        for person, on, seconds, slot in first:
            self.enter_at(person, on, seconds, slot, approved=True)
        if sent:
            self.site.send_all()

    @rule(seconds=st.sampled_from([5, 59, 61, 240, 361, 900, 3600]))
    def time_passes(self, seconds: int) -> None:
        self.site.advance(self.site.now + timedelta(seconds=seconds))

    # ---- persons, in the app -------------------------------------------------------------------------------------

    @rule(person=PERSON, on=DAYS, seconds=SECONDS, slot=SLOTS, approved=st.sampled_from([True, True, False]),
          told=st.booleans())  # fmt: skip
    def enter(self, person: int, on: date, seconds: int, slot: Slot, approved: bool, told: bool) -> None:
        self.told(self.enter_at(person, on, seconds, slot, approved=approved), told)

    def enter_at(self, person: int, on: date, seconds: int, slot: Slot, *, approved: bool) -> str:
        names = self.site.names
        project, task, tag = slot
        made = self.entries.enter(
            names.people[person], on, seconds, None if project is None else names.projects[project], task, tag,
            approved=approved, comment=("" if seconds % 7 else "Bad"),
        )  # fmt: skip
        return made.id

    def pick(self, data: st.DataObject) -> str | None:
        entered = sorted(self.entries.entered)
        return data.draw(st.sampled_from(entered)) if entered else None

    def change(self, data: st.DataObject, told: bool, **fields: object) -> None:
        entry = self.pick(data)
        if entry is not None:
            self.entries.change(entry, **fields)
            self.told(entry, told)

    @rule(data=st.data(), approved=st.booleans(), told=st.booleans())
    def approve(self, data: st.DataObject, approved: bool, told: bool) -> None:
        self.change(data, told, approved=approved)

    @rule(data=st.data(), seconds=SECONDS, told=st.booleans())
    def correct(self, data: st.DataObject, seconds: int, told: bool) -> None:
        self.change(data, told, seconds=seconds)

    @rule(data=st.data(), slot=SLOTS, told=st.booleans())
    def move_to_other_work(self, data: st.DataObject, slot: Slot, told: bool) -> None:
        project, task, tag = slot
        there = None if project is None else self.site.names.projects[project]
        self.change(data, told, project=there, task=task, tag=tag)

    @rule(data=st.data(), person=PERSON, on=DAYS, told=st.booleans())
    def move_to_another_day(self, data: st.DataObject, person: int, on: date, told: bool) -> None:
        self.change(data, told, employee=self.site.names.people[person], on=on)

    @rule(data=st.data(), told=st.booleans())
    def split(self, data: st.DataObject, told: bool) -> None:
        entry = self.pick(data)
        if entry is not None:
            was = self.site.entry(entry)
            self.entries.change(entry, seconds=was.seconds // 3)
            rest = self.entries.enter(
                was.employee, was.on, was.seconds - was.seconds // 3, was.project, was.task, was.tag,
                approved=was.approved,
            )  # fmt: skip
            self.told(entry, told)
            self.told(rest.id, told)

    @rule(data=st.data(), told=st.booleans(), really=SELDOM)
    def delete(self, data: st.DataObject, told: bool, really: bool) -> None:
        entry = self.pick(data)
        if really and entry is not None:
            self.entries.delete_entry(entry)
            self.told(entry, told)

    @rule(data=st.data())
    def take_a_mark_back(self, data: st.DataObject) -> None:
        entry = self.pick(data)
        if entry is not None and self.site.entry(entry).exported:
            self.entries.change(entry, exported=False)

    def told(self, entry: str, told: bool) -> None:
        if told:
            self.site.tell(entry)

    # ---- persons, in Tripletex -----------------------------------------------------------------------------------

    @rule(person=st.sampled_from([0, 0, 1, 2]), on=DAYS, hours=HOURS)
    def book_by_hand(self, person: int, on: date, hours: str) -> None:
        names = self.site.names
        key = (names.theirs[person], on, names.their_projects[0], names.work)
        if all((r.key.employee, r.key.on, r.key.project, r.key.activity) != key for r in self.sheet.sheet.values()):
            row = self.sheet.book(*key, Decimal(hours), "Egne")
            self.hands.booked[row.id] = (row.hours, row.comment)

    def pick_row(self, data: st.DataObject) -> str | None:
        ours = sorted(row for row in self.sheet.sheet if row in self.sheet.made)
        return data.draw(st.sampled_from(ours)) if ours else None

    @rule(data=st.data(), hours=HOURS)
    def change_our_hours(self, data: st.DataObject, hours: str) -> None:
        row = self.pick_row(data)
        if row is not None:
            self.hands.changed.add(row)
            self.sheet.rewrite(row, hours=Decimal(hours))

    @rule(data=st.data())
    def change_our_comment(self, data: st.DataObject) -> None:
        row = self.pick_row(data)
        if row is not None:
            self.hands.changed.add(row)  # one whose answer was lost is a person's from now on
            self.sheet.rewrite(row, comment="Lønn sier")

    @rule(data=st.data())
    def delete_ours(self, data: st.DataObject) -> None:
        row = self.pick_row(data)
        if row is not None:
            self.sheet.strike(row)

    @rule(data=st.data(), locked=st.booleans())
    def lock(self, data: st.DataObject, locked: bool) -> None:
        row = self.pick_row(data)
        if row is not None:
            self.sheet.lock(row, locked)

    @rule(person=PERSON, closed=st.booleans())
    def approve_the_week(self, person: int, closed: bool) -> None:
        if closed:
            self.sheet.approve(self.site.names.theirs[person], MONDAY, MONDAY + timedelta(days=6))
        else:
            self.sheet.reopen()

    @rule(disabled=st.booleans(), closed=st.booleans(), only=SELDOM, demanded=st.booleans())
    def set_limits(self, disabled: bool, closed: bool, only: bool, demanded: bool) -> None:
        names = self.site.names
        self.sheet.disable(names.work, disabled)
        self.sheet.edit(Kind.PROJECT, names.their_projects[1], closed=closed)
        self.sheet.participants = {names.their_projects[0]: frozenset({names.theirs[1]})} if only else {}
        self.sheet.linked_only = {names.their_projects[0]} if demanded else set()

    # ---- persons, with us ----------------------------------------------------------------------------------------

    @rule(person=PERSON, their=st.sampled_from([0, 1, 2]))
    def link_otherwise(self, person: int, their: int) -> None:
        self.site.relink(self.site.names.people[person], self.site.names.theirs[their])

    @rule(data=st.data())
    def answer(self, data: st.DataObject) -> None:
        asked = self.site.asked()
        if asked:
            day, held = data.draw(st.sampled_from(asked))
            self.answered(day, held.line, data.draw(st.sampled_from(CATALOGUE[held.code].choices)), held.code)

    def answered(self, day: Day, line: str, choice: Choice, code: str) -> None:
        """What a person allowed to be done with rows that people have booked."""
        theirs_may_go = code == "hours_changed_in_tripletex" and choice is Choice.APP_WINS  # booked in ours' place
        if theirs_may_go or (code == "someone_elses_hours" and choice is not Choice.LEAVE_OUT):
            self.hands.given |= set(self.hands.booked)
        self.site.answer(day, line, choice)

    @rule(person=PERSON, on=DAYS)
    def send(self, person: int, on: date) -> None:
        self.site.send(Day(employee=self.site.names.people[person], on=on))

    @rule(person=PERSON, sums=st.lists(st.tuples(DAYS, FILED, FILED_SECONDS), min_size=1, max_size=3), earlier=SELDOM)
    def confirm_a_file(
        self, person: int, sums: list[tuple[date, tuple[int, str], int]], earlier: bool
    ) -> None:  # fmt: skip
        """Of `earlier` ones the ledger hears only now, although a later one has been confirmed."""
        names, origin = self.site.names, f"{len(self.hands.files) - 2 * earlier:04}"
        self.hands.files.append(origin)
        for on, (project, task), seconds in sums:
            day, slot = Day(employee=names.people[person], on=on), Place(project=names.projects[project], task=task)
            self.file(
                Entry(
                    id=entry_id(day, slot), employee=day.employee, on=on, seconds=seconds, project=slot.project,
                    task=task, approved=True, origin=origin,
                )
            )  # fmt: skip

    def file(self, entry: Entry) -> None:
        """What a confirmed file says comes into the ledger, unless a later one has spoken of it."""
        known, origin = self.hands.filed.get(entry.id), entry.origin or ""
        if known is None or (known.origin or "") < origin:
            self.hands.filed[entry.id] = entry
        file_days(self.site.desk, [StatedDay(day=entry.day, entries=(entry,))], origin)
        self.site.send(entry.day)

    # ---- network -------------------------------------------------------------------------------------------------

    @rule(data=st.data())
    def trigger(self, data: st.DataObject) -> None:
        entry = self.pick(data)
        if entry is not None:
            self.site.tell(entry)

    @rule(faults=st.lists(st.sampled_from([*RowFault, None]), min_size=1, max_size=3))
    def answers_get_lost(self, faults: list[RowFault | None]) -> None:
        self.sheet.faults += faults

    @rule(fault=st.sampled_from([RowFault.DONE, RowFault.NEVER]))
    def a_mark_gets_lost(self, fault: RowFault) -> None:
        self.entries.mark_faults.append(fault)

    @rule()
    def a_late_write_ends(self) -> None:
        self.sheet.carry_out_late()

    @rule(data=st.data())
    def a_list_leaves_a_row_out(self, data: st.DataObject) -> None:
        """One whose id we know: of another nobody could tell that it stands, unless its key is wanted again."""
        known = sorted(row.id for ledger in self.site.ledgers() for row in ledger.rows if row.id is not None)
        self.sheet.unlisted_rows = {data.draw(st.sampled_from(known))} if known else set()

    # ---- machines ------------------------------------------------------------------------------------------------

    @precondition(lambda self: len(self.site.workers) < 3)
    @rule(stop=STOP)
    def begin_work(self, stop: Stop) -> None:
        self.site.begin_work(stop)

    def worker(self, data: st.DataObject) -> Worker:
        return self.site.workers[data.draw(st.integers(0, len(self.site.workers) - 1))]

    @precondition(lambda self: self.site.workers)
    @rule(data=st.data(), stop=STOP)
    def work_goes_on(self, data: st.DataObject, stop: Stop) -> None:
        self.site.go_on(self.worker(data), stop)

    @precondition(lambda self: self.site.workers)
    @rule(data=st.data(), late=st.booleans())
    def worker_is_cut_off(self, data: st.DataObject, late: bool) -> None:
        self.site.cut_off(self.worker(data), late=late)

    @precondition(lambda self: any(worker.at and worker.at.on_system for worker in self.site.workers))
    @rule(data=st.data(), stop=STOP, late=st.booleans(), limited=st.booleans())
    def line_breaks(self, data: st.DataObject, stop: Stop, late: bool, limited: bool) -> None:
        """The call to a system fails: before it was sent, with its answer, or at a rate limit."""
        worker = data.draw(st.sampled_from([w for w in self.site.workers if w.at and w.at.on_system]))
        if limited and worker.at is not None and worker.at.before:
            self.site.go_on(worker, stop, RateLimited(self.site.now + timedelta(seconds=30)))
        else:
            self.site.break_line(worker, stop, late=late)

    @rule(rounds=st.integers(1, 3))
    def work(self, rounds: int) -> None:
        """Everything due is worked off without a fault, up to `rounds` times."""
        self.site.settle(rounds)

    # ---- in the end ----------------------------------------------------------------------------------------------

    def teardown(self) -> None:
        if not hasattr(self, "site"):
            return
        site = self.site
        site.calm()
        site.send_all()
        self.look_again()
        self.check("with everything in the way")
        self.free()
        self.check("with nothing in the way")
        assert not at_rest(site), at_rest(site)
        assert not gained(site, self.hands), gained(site, self.hands)
        written = self.sheet.carried_out
        site.send_all()
        assert self.sheet.carried_out == written, "the second sending has written"

    def free(self) -> None:
        """Whatever keeps hours back goes away, and every question is answered so that they go."""
        site, names = self.site, self.site.names
        self.sheet.reopen()
        for row in self.sheet.sheet:
            self.sheet.lock(row, locked=False)
        self.sheet.disable(names.work, disabled=False)
        if all(each.name != "Graving" for each in self.sheet.known.values()):
            self.sheet.add_activity("Graving")
        self.sheet.edit(Kind.PROJECT, names.their_projects[1], closed=False)
        self.sheet.participants, self.sheet.linked_only = {}, set()
        self.take_hours_off_full_days()
        site.send_all()
        for _ in range(4):
            asked = [(day, held) for day, held in site.asked() if held.code in FREEING]
            for day, held in asked:
                self.answered(day, held.line, FREEING[held.code], held.code)
            if not asked:
                break
            site.send_all()
        self.look_again()

    def look_again(self) -> None:
        """Days that wait for another, or hold something, look again by themselves."""
        self.site.advance(self.site.now + AGAIN)
        self.site.settle()

    def take_hours_off_full_days(self) -> None:
        """Nobody works more than 24 hours, whoever wrote them down."""
        for row_id in list(self.hands.booked):
            if row_id in self.sheet.sheet and row_id not in self.hands.given:
                self.sheet.strike(row_id)
                del self.hands.booked[row_id]
        for entry in list(self.entries.entered.values()):
            if entry.seconds > 3700:
                self.entries.change(entry.id, seconds=3661)
        for row in list(self.sheet.sheet.values()):
            if row.hours > 8 and row.id in self.sheet.made:
                self.hands.changed.add(row.id)
                self.sheet.rewrite(row.id, hours=Decimal(1))
        for filed in list(self.hands.filed.values()):  # what a person let stand in its place is asked about anew
            if filed.seconds:
                changed = 1000 if filed.seconds != 1000 else 1200
                self.file(filed.model_copy(update={"seconds": changed, "origin": "9999"}))

    def check(self, when: str) -> None:
        broken = {name: found for name, found in broken_promises(self.site, self.hands).items() if found}
        assert not broken, (when, broken)


#: Part by part, so that they run beside each other; the seed of each follows from the one that is printed.
PARTS = 2
EXAMPLES = int(os.environ.get("PROPERTY_EXAMPLES", "240"))


@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_happened_each_approved_hour_stands_once_and_under_its_own_person(part: int) -> None:
    machine = seed(int(os.environ["HYPOTHESIS_SEED"]) * PARTS + part)(Hours)
    run_state_machine_as_test(machine, settings=settings(max_examples=EXAMPLES // PARTS, stateful_step_count=40))
