"""What people see and do in each program itself, on its own pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from sandbox.pages.app import with_screens
from sandbox.pages.rackbeat import Rackbeat
from sandbox.pages.svenn import Svenn
from sandbox.pages.tripletex import Tripletex
from sandbox.rackbeat.app import make_app as make_rackbeat
from sandbox.rackbeat.kinds.catalogue import KINDS
from sandbox.rackbeat.opening import NewAccount
from sandbox.rackbeat.world import RackbeatWorld
from sandbox.serve import serve
from sandbox.svenn.app import make_app as make_svenn
from sandbox.svenn.world import SvennWorld
from sandbox.tripletex.app import make_app as make_tripletex
from sandbox.tripletex.hand import rows_of
from sandbox.tripletex.opening import NewCompany, NewToken, Owner
from sandbox.tripletex.world import TripletexWorld
from tests.integration.sandbox_pages.browser import Browser, Page


@dataclass(frozen=True)
class Office:
    """Somebody at the screen of one firm's program."""

    browser: Browser
    world: Any
    firm: str

    def at(self, place: str = "") -> Page:
        return self.browser.get(f"/screens/{self.firm}{place}")


@pytest.fixture
def tripletex() -> Iterator[Office]:
    world = TripletexWorld()
    owner = Owner(firstName="Anne", lastName="Leder", email="anne@montor.example")
    company = world.create_company(
        NewCompany(
            name="Montør Bygg AS", organization_number="987654325", owner=owner, tokens=[NewToken(token="tt-1")]
        )
    )
    with serve(with_screens(make_tripletex(world), Tripletex(world))) as url:
        yield Office(Browser(url), world, str(company.id))


@pytest.fixture
def svenn() -> Iterator[Office]:
    world = SvennWorld()
    account = world.create_account("Montør Bygg AS", "987654325", {"sv-1": ["customers:read"]})
    with serve(with_screens(make_svenn(world), Svenn(world))) as url:
        yield Office(Browser(url), world, account.id)


@pytest.fixture
def rackbeat() -> Iterator[Office]:
    """It has payment terms: nobody makes those on these pages."""
    world = RackbeatWorld()
    account = world.open_account(NewAccount(name="Nordlys Lager AS"))
    account.add(KINDS["payment_term"], None, {"name": "Net 14", "type": "Net", "maturity_days": 14})
    with serve(with_screens(make_rackbeat(world), Rackbeat(world))) as url:
        yield Office(Browser(url), world, str(account.company.id))


def test_every_screen_of_every_program_opens(tripletex: Office, svenn: Office, rackbeat: Office) -> None:
    for office, program in ((tripletex, Tripletex), (svenn, Svenn), (rackbeat, Rackbeat)):
        for key, screen in program.screens.items():
            assert office.at(f"/{key}").status == 200
            assert office.at(f"/{key}/new").status == (200 if screen.make else 404)


def test_the_first_page_leads_to_each_company(tripletex: Office) -> None:
    page = tripletex.browser.follow(tripletex.browser.get("/"), "Montør Bygg AS")
    assert page.url.endswith(f"/screens/{tripletex.firm}/customers")


@pytest.mark.parametrize(("program", "key"), [("tripletex", "tt-1"), ("svenn", "sv-1")])
def test_the_key_of_a_company_is_shown_where_its_people_find_it(
    program: str, key: str, request: pytest.FixtureRequest
) -> None:  # fmt: skip
    office: Office = request.getfixturevalue(program)
    assert key in office.browser.follow(office.at(), "API access").text


def test_a_customer_is_made_changed_and_deleted_in_tripletex(tripletex: Office) -> None:
    browser = tripletex.browser
    made = browser.press(tripletex.at("/customers/new"), "Make", name="Fjord AS", postalAddress__city="Bergen")
    assert "It is made." in made.text
    saved = browser.press(made, "Save", email="post@fjord.example")
    (row,) = rows_of(tripletex.world, int(tripletex.firm), "customer")
    assert (row["name"], row["email"], row["postalAddress"]["city"]) == ("Fjord AS", "post@fjord.example", "Bergen")
    gone = browser.press(saved, "Delete")
    assert "There is nothing here yet." in gone.text


def test_only_what_was_changed_in_the_form_is_written(tripletex: Office) -> None:
    made = tripletex.browser.press(tripletex.at("/customers/new"), "Make", name="Fjord AS", email="a@fjord.example")
    tripletex.browser.press(made, "Save", email="b@fjord.example")
    tripletex.browser.press(made, "Save", phoneNumber="21 00 11 22")
    (row,) = rows_of(tripletex.world, int(tripletex.firm), "customer")
    assert (row["email"], row["phoneNumber"]) == ("b@fjord.example", "21 00 11 22")


def test_saving_what_is_there_raises_no_version(tripletex: Office) -> None:
    made = tripletex.browser.press(tripletex.at("/customers/new"), "Make", name="Fjord AS")
    (before,) = rows_of(tripletex.world, int(tripletex.firm), "customer")
    assert "Nothing was changed." in tripletex.browser.press(made, "Save").text
    (after,) = rows_of(tripletex.world, int(tripletex.firm), "customer")
    assert after["version"] == before["version"]


def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed(tripletex: Office) -> None:
    page = tripletex.browser.press(
        tripletex.at("/projects/new"), "Make", name="Nytt bad", projectManager__id="Anne Leder"
    )
    assert page.messages["startDate"]
    assert page.status == 422
    assert page.form("Make").fields["name"] == "Nytt bad"
    assert rows_of(tripletex.world, int(tripletex.firm), "project") == []


def test_text_where_a_number_belongs_is_refused_at_its_field(tripletex: Office) -> None:
    page = tripletex.browser.press(tripletex.at("/customers/new"), "Make", name="Fjord AS", customerNumber="ti")
    assert (page.status, "This must be a number." in page.text) == (422, True)


def test_hours_are_entered_approved_and_opened_again_in_tripletex(tripletex: Office) -> None:
    browser = tripletex.browser
    browser.press(
        tripletex.at("/projects/new"),
        "Make",
        name="Nytt bad",
        startDate="2026-01-01",
        projectManager__id="Anne Leder",
    )
    made = browser.press(
        tripletex.at("/hours/new"), "Make", date="2026-03-02", employee__id="Anne Leder", project__id="Nytt bad",
        activity__id="Fakturerbart arbeid", hours="7,5",
    )  # fmt: skip
    assert "It is made." in made.text
    assert "Locked yes" in browser.press(made, "Approve this person's week").text
    assert "Locked no" in browser.press(made, "Take the approval of the week back").text


def test_a_project_of_a_customer_is_made_in_svenn_and_its_version_rises(svenn: Office) -> None:
    svenn.browser.press(svenn.at("/customers/new"), "Make", name="Fjord AS", number="10")
    made = svenn.browser.press(svenn.at("/projects/new"), "Make", name="Nytt bad", customer_id="Fjord AS")
    assert "Version 1" in made.text
    assert "Version 2" in svenn.browser.press(made, "Save", start_date="2026-02-01").text
    assert "Fjord AS" in svenn.at("/projects").text


def test_a_box_that_is_no_longer_ticked_is_written_too(svenn: Office) -> None:
    made = svenn.browser.press(svenn.at("/customers/new"), "Make", name="Fjord AS")
    svenn.browser.press(made, "Save", unticked="active")
    (row,) = svenn.world.state(svenn.firm)["customers"]
    assert row["active"] is False


def test_hours_are_typed_as_hours_and_kept_as_seconds(svenn: Office) -> None:
    svenn.browser.press(svenn.at("/employees/new"), "Make", first_name="Ola", email="ola@montor.example")
    made = svenn.browser.press(
        svenn.at("/hours/new"), "Make", date="2026-03-02", employee_id="Ola", seconds="7,5", approved="on"
    )
    (row,) = svenn.world.state(svenn.firm)["time-entries"]
    assert row["seconds"] == 27000
    assert made.form("Save").fields["seconds"] == "7.5"


def test_what_svenn_mailed_is_listed(svenn: Office) -> None:
    svenn.browser.press(svenn.at("/employees/new"), "Make", first_name="Ola", email="ola@montor.example")
    assert "ola@montor.example login details" in svenn.at("/mails").text


def test_an_invoice_is_made_out_booked_and_credited_in_rackbeat(rackbeat: Office) -> None:
    browser = rackbeat.browser
    browser.press(rackbeat.at("/customer-groups/new"), "Make", name="Alle")
    browser.press(rackbeat.at("/product-groups/new"), "Make", name="Varer", vat_domestic="25")
    browser.press(
        rackbeat.at("/customers/new"), "Make", name="Fjord AS", customer_group_id="Alle", payment_terms_id="Net 14"
    )
    browser.press(
        rackbeat.at("/products/new"), "Make", number="L/1", name="Lampe", group_id="Varer", sales_price="100"
    )
    draft = browser.press(
        rackbeat.at("/invoices/new"),
        "Make",
        customer_id="Fjord AS",
        lines__0__item_id="Lampe",
        lines__0__quantity="2",
    )
    booked = browser.press(draft, "Book")
    assert "Total 250" in booked.text
    assert "Book" not in booked.forms[-1].buttons
    note = browser.press(browser.press(booked, "Make a credit note"), "Book")
    assert "Booked yes" in note.text
    invoices = rackbeat.world.account(int(rackbeat.firm)).registers.living(KINDS["customer_invoice"])
    assert [row["is_booked"] for row in invoices] == [True, True]
    assert browser.follow(rackbeat.at("/products"), "Lampe").status == 200


def test_a_line_that_stands_behind_an_empty_one_is_refused_there(rackbeat: Office) -> None:
    page = rackbeat.browser.press(rackbeat.at("/invoices/new"), "Make", lines__1__quantity="2")
    assert list(page.messages) == ["lines.0.item_id"]
    assert page.form("Make").fields["lines.1.quantity"] == "2"


def test_a_list_finds_what_is_searched_for(svenn: Office) -> None:
    for name in ("Fjord AS", "Fjell AS"):
        svenn.browser.press(svenn.at("/customers/new"), "Make", name=name)
    page = svenn.browser.press(svenn.at("/customers"), "Show", q="fjord")
    assert "Fjord AS" in page.text
    assert "Fjell AS" not in page.text


def test_a_list_that_is_watched_is_shown_anew_by_itself(svenn: Office) -> None:
    page = svenn.browser.follow(svenn.at("/customers"), "Watch")
    assert "every two seconds" in page.text


def test_what_was_typed_is_text_and_nothing_else(svenn: Office) -> None:
    svenn.browser.press(svenn.at("/customers/new"), "Make", name="<script>alert(1)</script>")
    assert "<script>alert(1)" not in svenn.at("/customers").html


@pytest.mark.parametrize("place", ["/nothing", "/customers/0", "/customers/nobody"])
def test_what_is_not_there_says_so(tripletex: Office, svenn: Office, rackbeat: Office, place: str) -> None:
    for office in (tripletex, svenn, rackbeat):
        assert office.at(place).status == 404
        assert office.browser.get(f"/screens/0{place}").status == 404


def test_the_api_answers_beside_the_pages(tripletex: Office) -> None:
    assert tripletex.browser.get("/v2/customer").status == 401
    assert tripletex.browser.get("/screensaver").status == 401
