"""Hours out of files go the way of all others, and count once beside those of the app."""

from decimal import Decimal

from samspill.model.hours import Entry
from samspill.model.problems import Choice
from tests.unit.sync.hours.site import KARI, MONDAY, Site


def file(site: Site, hours: str, name: str = "one", origin: str = "1") -> Entry:
    """A file says so much of Kari's Monday on "b", as "Rør"; what an earlier one said of it is replaced."""
    seconds = int(Decimal(hours) * 3600)
    entry = Entry(
        id=f"file-{name}", employee="k", on=MONDAY, seconds=seconds, project="b", task="Rør", approved=True,
        origin=origin,
    )  # fmt: skip
    before = site.stores.hours.days([KARI]).get(KARI)
    filed = tuple(each for each in site.ledger().filed if each.id != entry.id)
    site.stores.hours.save(before, site.ledger().model_copy(update={"filed": (*filed, entry)}))
    return entry


def test_hours_of_a_file_become_a_row() -> None:
    site = Site()
    file(site, "5")
    site.send()
    assert (site.hours, site.people.asked.count("mark")) == (["5.00"], 0)


def test_a_later_file_takes_the_place_of_an_earlier_one() -> None:
    site = Site()
    file(site, "5")
    site.send()
    file(site, "6", origin="2")
    site.send()
    assert site.hours == ["6.00"]


def test_hours_that_a_later_file_took_back_go() -> None:
    site = Site()
    file(site, "5")
    site.send()
    file(site, "0", origin="2")
    site.send()
    assert site.hours == []


def test_hours_of_the_app_for_what_came_by_file_are_asked_about() -> None:
    site = Site()
    file(site, "5")
    site.send()
    entry = site.enter("4")
    site.send()
    held = site.held()
    assert (site.hours, held.code, held.entries) == (["5.00"], "hours_came_by_file", (entry.id,))


def test_the_apps_hours_can_replace_those_of_the_file() -> None:
    site = Site()
    file(site, "5")
    entry = site.enter("4")
    site.send()
    site.answer(site.held(), Choice.REPLACE)
    assert (site.hours, site.ledger().filed, site.exported(entry)) == (["4.00"], (), True)


def test_the_files_hours_can_hold() -> None:
    site = Site()
    file(site, "5")
    site.enter("4")
    site.send()
    site.answer(site.held(), Choice.LEAVE_OUT)
    site.send()
    assert (site.hours, site.held().code) == (["5.00"], "left_out")


def test_a_file_about_hours_that_the_app_has_sent_is_held() -> None:
    site = Site()
    site.enter("4")
    site.send()
    filed = file(site, "5")
    site.send()
    assert (site.hours, site.held().code, site.held().entries) == (["4.00"], "hours_file_from_app", (filed.id,))
