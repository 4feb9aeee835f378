"""What settings name is chosen by name, as far as both systems answer, and kept where they do not."""

import re
from datetime import date

import pytest

from samspill.model.connection import Connection
from samspill.model.hours import Activity, ActivityType, Entry
from samspill.model.kinds import Kind, Side
from samspill.model.settings import Settings
from tests.fakes.choosing_systems import Choosable
from tests.fakes.keyed_systems import Listed
from tests.integration.api.bench import Bench, TwoKeys
from tests.integration.api.newcomers import Newcomer, newcomer
from tests.integration.pages.browser import Browser, Seen

SAVE, T, A = "Lagre", Side.TRIPLETEX, Side.APP
STANDARD = "hours.standard_activity"


def svenn(bench: Bench, **settings: object) -> tuple[TwoKeys, Connection]:
    company = bench.company()
    books = company.systems[T]
    books.managers = {"7": "Kari Leder", "8": "Ola Leder"}
    books.offered_departments = [Listed("10", "Produksjon")]
    books.offered_activities = [
        Activity("1", "Montering"), Activity("2", "Rørlegging"), Activity("3", "Kurs", type=ActivityType.GENERAL),
        Activity("4", "Gammel", disabled=True),
    ]  # fmt: skip
    return company, bench.live(company, settings=settings)


def page(browser: Browser, connection: Connection) -> Seen:
    browser.sign_in(connection)
    return browser.get(f"/pages/{connection.id}/settings/choices")


def offered(seen: Seen, field: str) -> list[str]:
    """What stands in the list of a field."""
    found = re.search(rf'<select[^>]*name="{re.escape(field)}"[^>]*>(.*?)</select>', seen.html)
    return re.findall(r">([^<]+)</option>", found[1]) if found else []


def settings(bench: Bench, connection: Connection) -> Settings:
    return bench.app.connections.get(connection.id).settings


def test_people_departments_and_activities_are_offered_by_name(bench: Bench, browser: Browser) -> None:
    _, connection = svenn(bench)
    seen = page(browser, connection)
    assert offered(seen, "fallback_project_manager") == ["Ikke valgt", "Kari Leder", "Ola Leder"]
    assert offered(seen, "default_department") == ["Ikke valgt", "Produksjon"]
    assert offered(seen, STANDARD)[1:] == ["Montering", "Rørlegging"]


def test_what_is_chosen_by_name_is_saved_as_its_number(bench: Bench, browser: Browser) -> None:
    _, connection = svenn(bench)
    done = browser.press(page(browser, connection), SAVE, {"fallback_project_manager": "8", STANDARD: "2"})
    assert "Innstillingene er lagret." in done.text
    after = settings(bench, connection)
    assert (after.fallback_project_manager, after.hours.standard_activity) == ("8", "2")
    assert bench.app.connections.get(connection.id).deeds[-1].by == "Kari Formann"


def test_a_choice_is_taken_back(bench: Bench, browser: Browser) -> None:
    _, connection = svenn(bench, fallback_project_manager="8")
    browser.press(page(browser, connection), SAVE, {"fallback_project_manager": ""})
    assert settings(bench, connection).fallback_project_manager is None


def test_a_form_that_is_sent_as_it_came_changes_nothing(bench: Bench, browser: Browser) -> None:
    _, connection = svenn(bench, fallback_project_manager="99", hours={"tasks": {"Tak 1.2": "2"}})
    assert "Ingenting er endret." in browser.press(page(browser, connection), SAVE).text
    assert settings(bench, connection) == connection.settings


def test_what_is_set_and_gone_stays_to_be_chosen(bench: Bench, browser: Browser) -> None:
    _, connection = svenn(bench, fallback_project_manager="99")
    assert "99 (finnes ikke lenger)" in offered(page(browser, connection), "fallback_project_manager")


def test_the_other_form_leaves_what_is_named_alone(bench: Bench, browser: Browser) -> None:
    _, connection = svenn(bench, fallback_project_manager="8", hours={"standard_activity": "1"})
    browser.sign_in(connection)
    browser.press(browser.get(f"/pages/{connection.id}/settings"), SAVE, notify="a@bygg.no")
    after = settings(bench, connection)
    assert (after.notify, after.fallback_project_manager, after.hours.standard_activity) == (("a@bygg.no",), "8", "1")


def test_a_system_that_does_not_answer_is_told_of_and_ids_can_be_typed(bench: Bench, browser: Browser) -> None:
    company, connection = svenn(bench, fallback_project_manager="8")
    company.systems[T].down = True
    seen = page(browser, connection)
    assert (seen.status, "Tripletex svarer ikke akkurat nå." in seen.text) == (200, True)
    assert offered(seen, "fallback_project_manager") == []
    assert seen.form(SAVE).fields["fallback_project_manager"] == "8"


def test_what_was_typed_is_kept_when_a_system_would_have_to_be_asked(bench: Bench, browser: Browser) -> None:
    company, connection = svenn(bench)
    seen = page(browser, connection)
    company.systems[T].down = True
    again = browser.press(seen, SAVE, {STANDARD: "2"})
    assert (again.status, "Det går ikke akkurat nå." in again.text) == (422, True)
    assert again.form(SAVE).fields[STANDARD] == "2"


def test_a_setting_that_names_nothing_is_refused_at_its_field(bench: Bench, browser: Browser) -> None:
    _, connection = svenn(bench)
    seen = browser.press(page(browser, connection), SAVE, {STANDARD: "4711"})
    assert (seen.status, settings(bench, connection).hours.standard_activity) == (422, None)
    assert seen.form(SAVE).fields[STANDARD] == "4711"


def test_tasks_and_tags_of_late_become_activities(bench: Bench, browser: Browser) -> None:
    company, connection = svenn(bench, kinds={"hours": True}, hours={"since": "2026-01-01"})
    day = date(2026, 2, 27)
    entered = [
        Entry(id="1", employee="1", on=day, seconds=3600, project="5", task="Montering", approved=True),
        Entry(id="2", employee="1", on=day, seconds=3600, project="5", task="Tak 1.2", approved=True),
        Entry(id="3", employee="1", on=day, seconds=3600, tag="Lager", approved=True),
    ]
    company.systems[A].entries = lambda _wanted: iter(entered)  # type: ignore[method-assign]
    seen = page(browser, connection)
    assert offered(seen, "hours.tasks.Montering")[0] == "Samme navn: Montering"
    assert offered(seen, "hours.tags.Lager") == ["Ikke valgt ennå", "Kurs"]
    asked = browser.press(seen, SAVE, {"hours.tasks.Tak 1.2": "2", "hours.tags.Lager": "3"})
    assert "Oppgaver og tagger får andre aktiviteter." in asked.text
    browser.press(asked, "Ja, lagre")
    after = settings(bench, connection).hours
    assert (after.tasks, after.tags) == ({"Tak 1.2": "2"}, {"Lager": "3"})


def rackbeat(bench: Bench) -> tuple[Newcomer, Connection]:
    kari = newcomer(bench)
    kari.app.made["product"] = [
        Choosable("1", "Varer", has_inventory=True),
        Choosable("2", "Tjenester", has_inventory=False),
    ]
    return kari, kari.is_live()


def of_rackbeat(bench: Bench, browser: Browser, kari: Newcomer, connection: Connection) -> Seen:
    kari.asks_for_a_link()
    kari.mails_go_out()
    browser.press(browser.get("/link"), "Åpne", link=kari.outbox.links_to(kari.email)[-1])
    return browser.get(f"/pages/{connection.id}/settings/choices?lang=nb")


def test_a_company_of_rackbeat_maps_vat_terms_and_groups_by_name(bench: Bench, browser: Browser) -> None:
    kari, connection = rackbeat(bench)
    seen = of_rackbeat(bench, browser, kari, connection)
    assert offered(seen, "documents.vat.*/eu") == ["Ikke valgt ennå", "3 Utgående avgift (25 %)"]
    assert offered(seen, "documents.vat./eu") == ["Som alle grupper", "3 Utgående avgift (25 %)"]
    assert offered(seen, "app_defaults.product.service_group") == ["Ikke valgt", "Tjenester"]
    asked = browser.press(seen, SAVE, {"documents.vat./eu": "3", "app_defaults.product.group": "1"})
    browser.press(asked, "Ja, lagre")
    after = settings(bench, connection)
    assert after.documents.vat["/eu"] == "3"
    assert after.app_defaults[Kind.PRODUCT].group == "1"


def test_what_both_systems_propose_is_saved_with_the_rest(bench: Bench, browser: Browser) -> None:
    kari, connection = rackbeat(bench)
    bench.changed(connection.id, settings=connection.settings.model_copy(update={"payment_terms": {}}).model_dump())
    seen = of_rackbeat(bench, browser, kari, connection)
    assert "forslag" in seen.text
    browser.press(seen, SAVE)
    assert settings(bench, connection).payment_terms == {"1": "14 days"}


def test_payment_terms_that_nobody_can_read_are_refused(bench: Bench, browser: Browser) -> None:
    kari, connection = rackbeat(bench)
    seen = browser.press(of_rackbeat(bench, browser, kari, connection), SAVE, {"payment_terms.1": "en gang"})
    assert seen.status == 422


@pytest.mark.parametrize("side", list(Side))
def test_of_rackbeat_too_each_side_that_is_silent_is_named(bench: Bench, browser: Browser, side: Side) -> None:
    kari, connection = rackbeat(bench)
    (kari.tripletex if side is T else kari.app).down = True
    seen = of_rackbeat(bench, browser, kari, connection)
    name = "Tripletex" if side is T else "Rackbeat"
    assert (seen.status, f"{name} svarer ikke akkurat nå." in seen.text) == (200, True)


def test_settings_of_another_integration_are_not_taken(bench: Bench, browser: Browser) -> None:
    _, connection = svenn(bench)
    seen = page(browser, connection)
    form = seen.form(SAVE)
    browser.post(form.action, **{**form.fields, "documents.vat.*/eu": "3", "payment_terms.1": "14 days"})
    assert settings(bench, connection) == connection.settings


def test_a_connection_whose_keys_are_gone_shows_what_is_set(bench: Bench, browser: Browser) -> None:
    _, connection = svenn(bench, fallback_project_manager="8")
    browser.sign_in(connection)
    bench.app.connections.remove_keys(connection.id)
    seen = browser.get(f"/pages/{connection.id}/settings/choices")
    assert (seen.status, "Svenn svarer ikke akkurat nå." in seen.text) == (200, True)
