"""The plan of a first sync, its rows, its approval, and what waits for staff."""

from datetime import timedelta
from urllib.parse import quote

from samspill.model.connection import Connection
from samspill.model.kinds import Kind, Side
from samspill.model.plan import Invitation, StartUpEffects
from samspill.model.problems import Choice
from samspill.tasks import plan_rows
from samspill.tasks.plan_book import PLAN, keep_book
from tests.gallery.scene import Opening, Scene, for_staff, for_user
from tests.gallery.stage import firm
from tests.integration.api.bench import Bench
from tests.integration.pages.planned import in_review, own_in_review, planned_row, row_path


def _asked(bench: Bench, name: str = "Berg & Dal Bygg AS", number: str = "914778271") -> Connection:
    connection = in_review(bench, firm(bench, name, number))
    bench.later(hours=5)
    return connection


def _below(path: str, connection: Connection) -> str:
    return path.removeprefix(f"/pages/{connection.id}")


def _none(bench: Bench) -> Opening:
    return for_user(bench, bench.app.connections.get(bench.connected(firm(bench))), "/plan")


def _for_user(bench: Bench) -> Opening:
    return for_user(bench, _asked(bench), "/plan")


def _for_staff(bench: Bench) -> Opening:
    return for_staff(bench, f"/pages/{_asked(bench).id}/plan")


def _large(bench: Bench) -> Opening:
    """More customers than a page holds, some with long names."""
    company = firm(bench)
    tripletex, svenn = company.systems[Side.TRIPLETEX], company.systems[Side.APP]
    for number in range(160):
        name = (
            f"Borettslaget Solsiden Terrasse og Fjellveien byggetrinn {number} AS"
            if number % 7
            else f"Kunde {number}"
        )
        tripletex.put(Kind.CUSTOMER, number=f"4{number:04}", name=name)
        if number % 3:
            svenn.put(Kind.CUSTOMER, number=f"4{number:04}", name=name, city="Oslo")
    connection = in_review(bench, company)
    return for_user(bench, connection, "/plan")


def _remainder(bench: Bench) -> Opening:
    connection = _asked(bench)
    plan = plan_rows.plan_of(bench.app, connection).model_copy(update={"remainder": True})
    bench.app.plans.put_json(f"{connection.id}/{PLAN}", plan)
    bench.changed(connection.id, status="active", live=True, review_pending="remainder")
    return for_staff(bench, f"/pages/{connection.id}/plan")


def _start_up(bench: Bench) -> Opening:
    """A company that connects itself, with what start-up brings along."""
    kari = own_in_review(bench)
    connection = kari.connection
    invited = tuple(Invitation(number=str(n), name=name, email=f"{n}@fjord.example")
                    for n, name in ((1, "Jonas Lie"), (2, "Maja Dahl")))  # fmt: skip
    effects = StartUpEffects(
        stock_bookings=37, stock_unknown=2, payment_terms=("14 days", "31 day_of_month"),
        payment_terms_impossible=("7 months",), invitations=invited,
    )  # fmt: skip
    plan = plan_rows.plan_of(bench.app, connection).model_copy(update={"start_up": effects})
    bench.app.plans.put_json(f"{connection.id}/{PLAN}", plan)
    keep_book(bench.app, connection, plan)
    return Opening(f"/pages/{connection.id}/plan", kari.token)


def _found_nothing(bench: Bench) -> Opening:
    return for_user(bench, _asked(bench), "/plan?q=ingen+heter+dette")


def _question(bench: Bench) -> Opening:
    connection = _asked(bench)
    return for_user(bench, connection, _below(row_path(bench, connection, "Hansen & Sønn AS"), connection))


def _overwritten(bench: Bench) -> Opening:
    connection = _asked(bench)
    return for_user(bench, connection, _below(row_path(bench, connection, "Sameiet Solsiden"), connection))


def _looked_for(bench: Bench) -> Opening:
    connection = _asked(bench)
    path = _below(row_path(bench, connection, "Fjordfisk AS"), connection)
    return for_user(bench, connection, f"{path}?partner={quote('Fjordfisk')}")


def _decided(bench: Bench) -> Opening:
    connection = _asked(bench)
    row = planned_row(bench, connection, "Hansen & Sønn AS")
    plan_rows.decide(bench.app, connection, row.id, Choice.LINK, row.suggestions[0].id, "Kari Formann")
    return for_user(
        bench, connection, f"{_below(row_path(bench, connection, 'Hansen & Sønn AS'), connection)}?said=plan.decided"
    )


def _held(bench: Bench) -> Opening:
    connection = _asked(bench)
    return for_user(bench, connection, _below(row_path(bench, connection, "Garasje"), connection))


def _approval(bench: Bench) -> Opening:
    return for_staff(bench, f"/pages/{_asked(bench).id}/plan/approve")


def _no_reason(bench: Bench) -> Opening:
    def then(page: object) -> None:
        page.locator("#reason").fill("   ")  # type: ignore[attr-defined]
        page.locator("form[action$='/plan/reject'] button").click()  # type: ignore[attr-defined]

    return for_staff(bench, f"/pages/{_asked(bench).id}/plan/approve", then)


def _reviews(bench: Bench) -> Opening:
    _asked(bench)
    bench.later(days=2)
    remainder = _asked(bench, "Nordlys Elektro AS", "914778272")
    bench.changed(remainder.id, status="active", live=True, review_pending="remainder")
    bench.later(minutes=40)
    own_in_review(bench)
    bench.later(minutes=40)
    return for_staff(bench, "/pages/staff/reviews")


def _nobody(bench: Bench) -> Opening:
    bench.now += timedelta(minutes=1)
    return for_staff(bench, "/pages/staff/reviews")


SCENES = (
    Scene("plan-none", _none),
    Scene("plan-user", _for_user, important=True),
    Scene("plan-staff", _for_staff),
    Scene("plan-large", _large),
    Scene("plan-remainder", _remainder),
    Scene("plan-start_up", _start_up),
    Scene("plan-found_nothing", _found_nothing),
    Scene("plan-row-question", _question, important=True),
    Scene("plan-row-overwritten", _overwritten),
    Scene("plan-row-looked_for", _looked_for),
    Scene("plan-row-decided", _decided),
    Scene("plan-row-held", _held),
    Scene("plan-approve", _approval),
    Scene("plan-approve-no_reason", _no_reason, status=422),
    Scene("reviews-waiting", _reviews),
    Scene("reviews-nobody", _nobody),
)
