"""What keeps hours back, by the code that says so: each puts it in the way, and answers how it goes."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from samspill.model.kinds import Kind
from tests.unit.sync.hours.site import MONDAY, Site


def closed_project(site: Site) -> Callable[[], object]:
    site.books.edit(Kind.PROJECT, site.b, closed=True)
    return lambda: site.books.edit(Kind.PROJECT, site.b, closed=False)


def later_project(site: Site) -> Callable[[], object]:
    site.books.edit(Kind.PROJECT, site.b, start_date=date(2026, 4, 1))
    return lambda: site.books.edit(Kind.PROJECT, site.b, start_date=date(2026, 1, 1))


def participants(site: Site) -> Callable[[], object]:
    site.books.participants[site.b] = frozenset({"O"})
    return lambda: site.books.participants.pop(site.b)


def approved(site: Site) -> Callable[[], object]:
    site.books.approve("K", MONDAY, MONDAY)
    return site.books.reopen


def disabled(site: Site) -> Callable[[], object]:
    site.books.disable(site.pipes.id)
    return lambda: site.books.disable(site.pipes.id, disabled=False)


def unlinked_employee(site: Site) -> Callable[[], object]:
    site.unlink(Kind.EMPLOYEE, "k")
    return lambda: site.link_to(Kind.EMPLOYEE, "k", "K")


def unlinked_project(site: Site) -> Callable[[], object]:
    site.unlink(Kind.PROJECT, "b")
    return lambda: site.link_to(Kind.PROJECT, "b", site.b)


def full_day(site: Site) -> Callable[[], object]:
    row = site.books.book("K", MONDAY, None, site.course.id, Decimal(20))
    return lambda: site.books.strike(row.id)


REASONS = {
    "hours_project_closed": closed_project,
    "hours_before_project": later_project,
    "hours_not_participant": participants,
    "hours_period_approved": approved,
    "hours_activity_unusable": disabled,
    "hours_employee_not_linked": unlinked_employee,
    "hours_project_not_linked": unlinked_project,
    "hours_over_24": full_day,
}
