"""A company connects itself: each step, what is refused, and what comes of it."""

from collections.abc import Callable
from decimal import Decimal

from playwright.sync_api import Page

from samspill.model.status import Status
from tests.fakes.choosing_systems import Choosable
from tests.gallery.scene import Going, Opening, Scene
from tests.integration.api.bench import Bench
from tests.integration.api.newcomers import Newcomer, newcomer

NAME, EMAIL = "Fjord Lager AS", "kari.nordmann@fjordlager.example"
GROUPS = {"customer": "1", "supplier": "3", "product": "10", "service": "20"}


def _kari(bench: Bench) -> Newcomer:
    """A company with groups, rates and terms as they are found in real accounts."""
    kari = newcomer(bench)
    kari.email = EMAIL
    for each in (kari.tripletex, kari.app):
        each.owner = each.owner.model_copy(update={"name": NAME})
    rates = {"domestic": Decimal(25), "eu": Decimal(0), "abroad": Decimal(0), "domestic_exempt": Decimal(0)}
    food = {**rates, "domestic": Decimal(15)}
    kari.app.made["customer"] += [Choosable("1", "Kunder i Norge"), Choosable("2", "Utenlandske kunder")]
    kari.app.made["product"] += [
        Choosable("10", "Lamper og pærer", has_inventory=True, vat=rates),
        Choosable("11", "Kaffe og mat", has_inventory=True, vat=food),
        Choosable("20", "Montering og frakt", has_inventory=False, vat=rates),
    ]
    kari.tripletex.codes = [
        Choosable("3", "Utgående avgift, høy sats", percentage=Decimal(25)),
        Choosable("31", "Utgående avgift, middels sats", percentage=Decimal(15)),
        Choosable("5", "Ingen utgående avgift (innenfor mva-loven)"),
        Choosable("52", "Ingen utgående avgift (utførsel av varer og tjenester)"),
        Choosable("6", "Ingen utgående avgift (utenfor mva-loven)"),
    ]
    kari.app.terms.append(Choosable("4", "Løpende måned 15 dager"))
    kari.begins(company=NAME, email=EMAIL, language="nb")
    return kari


def _in(bench: Bench) -> Newcomer:
    """Come by the mailed link."""
    kari = _kari(bench)
    kari.opens_its_mail()
    return kari


def _with_keys(bench: Bench) -> Newcomer:
    kari = _in(bench)
    kari.says("keys", kari.keys)
    return kari


def _answered(bench: Bench) -> Newcomer:
    kari = _with_keys(bench)
    kari.app.made["supplier"].append(Choosable("3", "Leverandører"))
    for step, body in (("groups", GROUPS), ("start-up", {}), ("settings", {})):
        kari.says(step, body)
    return kari


def _planned(bench: Bench) -> Newcomer:
    kari = _answered(bench)
    kari.asks_for_a_plan()
    return kari


def _at(way: Callable[[Bench], Newcomer], path: str = "", then: Going | None = None) -> Callable[[Bench], Opening]:
    """That page of the wizard, for somebody who came so far."""

    def prepared(bench: Bench) -> Opening:
        kari = way(bench)
        return Opening(f"/pages/onboarding/{kari.id}{path}", kari.token, then)

    return prepared


def _stands(**changes: object) -> Callable[[Bench], Newcomer]:
    """A connection was made, and stands so."""

    def way(bench: Bench) -> Newcomer:
        kari = _planned(bench)
        bench.changed(kari.connection.id, **changes)
        return kari

    return way


def _wrong_start(page: Page) -> None:
    page.locator("form[action*='/connect/']").evaluate("form => form.noValidate = true")
    page.fill("#company", NAME)
    page.fill("#email", "kari.nordmann@")
    page.locator("form[action*='/connect/'] button").click()


def _wrong_keys(page: Page) -> None:
    page.locator("input[name='keys.app']").fill("not-a-key")
    page.locator("input[name='keys.tripletex']").fill("not-a-key-either")
    page.locator("form[action$='/keys'] button").click()


def _no_groups(page: Page) -> None:
    for kind in ("customer", "supplier"):
        page.locator(f"input[name='start_up.kinds.{kind}']").check()
    page.locator("form[action$='/start-up'] button").click()


def _asked(page: Page) -> None:
    page.fill("#email", EMAIL)
    page.locator("form[action*='way-back'] button").click()


def _differing(bench: Bench) -> Newcomer:
    kari = _in(bench)
    kari.app.owner = kari.app.owner.model_copy(update={"name": "Fjell og Fjære Engros AS"})
    kari.says("keys", kari.keys)
    return kari


def _begun(bench: Bench) -> Opening:
    return Opening("/pages/connect/rackbeat/begun", _kari(bench).token)


def _down(bench: Bench) -> Newcomer:
    kari = _with_keys(bench)
    kari.app.down = True
    return kari


_APPROVED = {"approved_at": "2026-03-02T09:30:00Z", "status": Status.SYNCING.value}
_PROGRESS = {
    "rows": 412, "done": 178, "phase": 1, "remainder": 0, "rows_1": 300, "done_1": 178, "rows_2": 112, "done_2": 0,
}  # fmt: skip
_LIVE = {"status": Status.ACTIVE.value, "live": True, "live_since": "2026-03-02T09:30:00Z"}

SCENES = (
    Scene("wizard-connect", lambda _bench: Opening("/pages/connect/rackbeat"), important=True),
    Scene("wizard-connect-refused", lambda _bench: Opening("/pages/connect/rackbeat", then=_wrong_start), status=422),
    Scene("wizard-begun", _begun),
    Scene("wizard-way-back", lambda _bench: Opening("/pages/way-back")),
    Scene("wizard-way-back-asked", lambda _bench: Opening("/pages/way-back", then=_asked)),
    Scene("wizard-keys", _at(_in, "/keys"), important=True),
    Scene("wizard-keys-refused", _at(_kari, "/keys", _wrong_keys), status=422),
    Scene("wizard-companies", _at(_with_keys, "/companies")),
    Scene("wizard-companies-differ", _at(_differing, "/companies")),
    Scene("wizard-groups", _at(_with_keys, "/groups")),
    Scene("wizard-start-up-refused", _at(_with_keys, "/start-up", _no_groups), status=422),
    Scene("wizard-settings", _at(_with_keys, "/settings")),
    Scene("wizard-unavailable", _at(_down, "/groups"), status=503),
    Scene("wizard-plan", _at(_answered)),
    Scene("wizard-plan-making", _at(_planned)),
    Scene("wizard-plan-stopped", _at(_stands(status="needs_attention", attention="tripletex_key_wrong"))),
    Scene("wizard-review", _at(_stands(status="in_review", plan="1" * 64, review_pending="plan"))),
    Scene("wizard-sync", _at(_stands(**_APPROVED, progress=_PROGRESS))),
    Scene("wizard-done", _at(_stands(**_LIVE, review_pending="remainder"))),
)
