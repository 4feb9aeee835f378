"""A company whose plan is made of real registers, and waits for a review."""

from samspill.model.connection import Connection
from samspill.model.holder import Holder, Subject
from samspill.model.kinds import Kind, Side
from samspill.model.plan import PlanRow
from samspill.pages.addresses import packed
from samspill.tasks import page_sessions
from samspill.tasks.first_sync import take_step
from samspill.tasks.plan_book import ROWS
from tests.integration.api.bench import Bench, TwoKeys
from tests.integration.api.newcomers import Newcomer, Outbox, newcomer
from tests.integration.pages.browser import Browser


def furnish(company: TwoKeys) -> None:
    """A small building firm: most is the same on both sides, some is not."""
    tripletex, svenn = company.systems[Side.TRIPLETEX], company.systems[Side.APP]
    for number, name in (("10001", "Ås Bygg AS"), ("10004", "Nordstrand Borettslag"), ("10005", "Fjell Hotell AS")):
        tripletex.put(Kind.CUSTOMER, number=number, name=name, email=f"post@{number}.example")
        svenn.put(Kind.CUSTOMER, number=number, name=name, email=f"post@{number}.example")
    tripletex.put(Kind.CUSTOMER, number="10006", name="Sameiet Solsiden", phone="22 33 44 55", city="Oslo")
    svenn.put(Kind.CUSTOMER, number="10006", name="Solsiden sameie", phone="99 88 77 66", city="Oslo")
    tripletex.put(
        Kind.CUSTOMER, number="10002", name="Hansen & Sønn AS", organization_number="914778271",
        email="kontor@hansen.example", address_line1="Storgata 7", postal_code="0155", city="Oslo",
    )  # fmt: skip
    svenn.put(
        Kind.CUSTOMER, number="10045", name="Hansen og Sønner", organization_number="914778271",
        email="ole@hansen.example", address_line1="Storgt. 7", postal_code="0155", city="Oslo",
    )  # fmt: skip
    tripletex.put(Kind.CUSTOMER, number="10003", name="Fjordfisk AS")
    svenn.put(Kind.CUSTOMER, number="10071", name="Fjord Fisk")
    svenn.put(Kind.CUSTOMER, number="10072", name="Kafé Kråka")
    boss = tripletex.put(Kind.EMPLOYEE, number="1", first_name="Åse", last_name="Berg", email="ase@berg.example")
    svenn.put(Kind.EMPLOYEE, number="1", first_name="Åse", last_name="Berg", email="ase@berg.example")
    for number, first, last in (("2", "Jonas", "Lie"), ("3", "Maja", "Dahl")):
        tripletex.put(
            Kind.EMPLOYEE, number=number, first_name=first, last_name=last, email=f"{first}@berg.example".lower()
        )  # fmt: skip
    customer = next(iter(tripletex.records[Kind.CUSTOMER]))
    tripletex.put(
        Kind.PROJECT, number="101", name="Nytt tak", start_date="2026-02-01", customer=customer, manager=boss.id
    )
    theirs = next(iter(svenn.records[Kind.CUSTOMER]))
    svenn.put(Kind.PROJECT, number="102", name="Garasje", customer=theirs)
    svenn.put(Kind.PROJECT, number="103", name="Nytt bad", customer=theirs, start_date="2026-02-10")


def in_review(bench: Bench, company: TwoKeys | None = None) -> Connection:
    """Its connection, with the plan made and staff asked."""
    company = company or bench.company()
    bench.app.__dict__.setdefault("mailer", Outbox())
    furnish(company)
    connection_id = bench.connected(company)
    for name, more in (("check_keys", {}), ("snapshot", {}), ("plan", {}),
                       ("await_review", {"token": "token-1", "asked_again": False})):  # fmt: skip
        execution = bench.app.connections.get(connection_id).execution
        take_step(bench.app, {"step": name, "connection": connection_id, "execution": execution, **more})
    return bench.app.connections.get(connection_id)


def own_in_review(bench: Bench) -> Newcomer:
    """A company that connects itself, asked about its plan."""
    kari = newcomer(bench)
    kari.answers_everything()
    kari.tripletex.put(Kind.CUSTOMER, number="1", name="Havn Kafé AS")
    kari.app.put(Kind.CUSTOMER, number="1", name="Havn Kafé AS")
    kari.app.put(Kind.CUSTOMER, number="2", name="Brygga Restaurant AS")
    kari.asks_for_a_plan()
    kari.until_review()
    return kari


def planned_row(bench: Bench, connection: Connection, name: str) -> PlanRow:
    """The row of the plan about the record of that name."""
    rows = bench.app.plans.rows(f"{connection.id}/{ROWS}", PlanRow)
    return next(each for each in rows if name in {side.name for side in (each.tripletex, each.app) if side})


def row_path(bench: Bench, connection: Connection, name: str) -> str:
    """The page of that row."""
    return f"/pages/{connection.id}/plan/rows/{packed(planned_row(bench, connection, name).id)}"


def staff_in(bench: Bench, browser: Browser) -> Browser:
    """The browser of one of staff, Silje."""
    holder = Holder(subject=Subject.STAFF, id="s1", by="silje@samspill.example", language="nb")
    browser.get(page_sessions.admit_holder(bench.app, holder).url)
    return browser
