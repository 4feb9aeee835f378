"""What start-up will do beside the rows of a plan: told with it, and approved with it. Writes nothing."""

from collections.abc import Iterable, Sequence
from typing import cast

from samspill.model.kinds import Kind, Side
from samspill.model.plan import Invitation, PlanRow, RowOutcome, StartUpEffects
from samspill.model.records import Customer, Employee, Product
from samspill.sync.desk import Desk
from samspill.sync.ports import Shelf
from samspill.sync.ports.start_up import StartUpApp
from samspill.sync.reading import fill
from samspill.sync.registers import Registers
from samspill.sync.start_up.payment_terms import unknown_dues
from samspill.sync.start_up.stock import counts, may_hold, missing

#: Rows whose Tripletex record has a partner in the app afterwards.
_TAKEN_ALONG = (RowOutcome.LINK, RowOutcome.CREATE_IN_APP)


def effects(desk: Desk, shelf: Shelf, snapshot: str, rows: Sequence[PlanRow]) -> StartUpEffects | None:
    """What the rows of a plan made from `snapshot` will bring with them; None when start-up does nothing beside
    them. Asks the app for its payment terms only. Raises what that raises."""
    start_up = desk.connection.settings.start_up
    people = start_up.creates(Kind.EMPLOYEE)
    if desk.connection.live or not (start_up.stock or start_up.payment_terms or people):
        return None
    bookings, unknown = _stock(desk, shelf, snapshot, rows) if start_up.stock else (0, 0)
    terms = _terms(desk, wanted_dues(shelf, snapshot, rows) if start_up.payment_terms else [])
    return StartUpEffects(
        stock_bookings=bookings,
        stock_unknown=unknown,
        payment_terms=tuple(terms[True]),
        payment_terms_impossible=tuple(terms[False]),
        invitations=_invitations(shelf, snapshot, rows) if people else (),
    )


def wanted_dues(shelf: Shelf, snapshot: str, rows: Iterable[PlanRow]) -> list[str]:
    """The due rules that Tripletex' customers have, of those that the rows take along."""
    ids = _taken_along(rows, Kind.CUSTOMER)
    if not ids:
        return []
    with Registers() as registers:
        fill(registers, shelf, snapshot, Kind.CUSTOMER)
        dues = {cast(Customer, registers.get(Side.TRIPLETEX, each)).payment_due for each in ids}
    return sorted(due for due in dues if due is not None)


def _terms(desk: Desk, dues: Sequence[str]) -> dict[bool, list[str]]:
    """Rules that need payment terms of their own, by whether the app can have such ones."""
    app = cast(StartUpApp, desk.systems[Side.APP])
    found: dict[bool, list[str]] = {True: [], False: []}
    for due in unknown_dues(dues, desk.connection.settings, app.payment_terms()) if dues else ():
        found[app.can_say(str(due))].append(str(due))
    return found


def _stock(desk: Desk, shelf: Shelf, snapshot: str, rows: Sequence[PlanRow]) -> tuple[int, int]:
    """How many products will be booked, and of how many Tripletex does not tell the quantity."""
    partners = _taken_along(rows, Kind.PRODUCT)
    if not partners:
        return 0, 0
    settled = desk.stores.links.by_ids(Kind.STOCK, Side.TRIPLETEX, list(partners))
    bookings = unknown = 0
    with Registers() as registers:
        fill(registers, shelf, snapshot, Kind.PRODUCT)
        for each, partner in partners.items():
            source = registers.get(Side.TRIPLETEX, each)
            target = registers.get(Side.APP, partner) if partner else None
            if each in settled or not counts(source) or (target is not None and not may_hold(target)):
                continue
            # What is created has nothing on its shelf.
            shelved = cast(Product, target) if target is not None else Product(id="", stock="0")
            difference = missing(cast(Product, source), shelved)
            bookings += bool(difference)
            unknown += difference is None
    return bookings, unknown


def _invitations(shelf: Shelf, snapshot: str, rows: Sequence[PlanRow]) -> tuple[Invitation, ...]:
    ids = [row.tripletex.id for row in rows if _creates(row, Kind.EMPLOYEE) and row.tripletex]
    if not ids:
        return ()
    with Registers() as registers:
        fill(registers, shelf, snapshot, Kind.EMPLOYEE)
        people = [cast(Employee, registers.get(Side.TRIPLETEX, each)) for each in ids]
    return tuple(Invitation(number=each.number, name=each.label, email=each.email) for each in people)


def _creates(row: PlanRow, kind: Kind) -> bool:
    return row.kind is kind and row.outcome is RowOutcome.CREATE_IN_APP


def _taken_along(rows: Iterable[PlanRow], kind: Kind) -> dict[str, str | None]:
    """Tripletex' ids of the rows that are linked or created in the app, and their partners so far."""
    return {
        row.tripletex.id: row.app.id if row.app else None
        for row in rows
        if row.kind is kind and row.outcome in _TAKEN_ALONG and row.tripletex is not None
    }
