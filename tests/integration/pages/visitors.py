"""One of each who may come to the pages, with what is theirs and what is somebody else's."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from samspill.pages.addresses import packed
from samspill.pages.asked import SESSION
from samspill.pages.rendering import csrf_of
from samspill.pages.routing import Route
from tests.integration.api.bench import Bench
from tests.integration.api.newcomers import Newcomer, newcomer
from tests.integration.pages.browser import Browser, Seen
from tests.integration.pages.desk import staff_browser
from tests.integration.pages.staff import PUBLIC

STRANGER, PRODUCT, CUSTOMER, OWN = "stranger", "product's user", "customer", "customer who connected it"
NEW, TURN_ON, STAFF = "onboarding", "turn-on", "staff"
EVERYBODY = (STRANGER, PRODUCT, CUSTOMER, OWN, NEW, TURN_ON, STAFF)
#: Parts of paths other than whose it is: such as there could be.
PARTS = {
    "row": packed("customer.app.1"), "kind": "customer", "side": "app", "record": packed("1"), "problem": packed("x"),
    "deed": "retry", "import_id": "0" * 32, "run_id": "0" * 32, "letter": packed("x"), "code": "x.y",
    "integration": "rackbeat",
}  # fmt: skip


@dataclass(frozen=True)
class Visitor:
    """Who asks; `theirs` fills in the parts of paths that say whose something is."""

    name: str
    browser: Browser
    theirs: Mapping[str, str] = field(default_factory=dict)

    def asks(self, route: Route, of: Mapping[str, str], *, marked: bool = True, **typed: str) -> Seen:
        """One answer, nothing followed; a form with the mark of its session, unless it is not `marked`."""
        path = path_of(route, of)
        mark = {"csrf": csrf_of(self.browser.cookies.get(SESSION, ""))} if marked else {}
        return self.browser.once(route.method, f"{PUBLIC}{path}", {**mark, **typed})


def path_of(route: Route, of: Mapping[str, str]) -> str:
    """The route's path with its parts filled in."""
    return re.sub(r"\{(\w+)\}", lambda part: {**PARTS, **of}[part[1]], route.path)


def visitors(bench: Bench) -> dict[str, Visitor]:
    """One of each, all but the stranger signed in."""
    return {name: make(bench) for name, make in _MADE.items()}


def somebody_elses(bench: Bench) -> dict[str, str]:
    """What belongs to none of them."""
    other = newcomer(bench)
    other.begins()
    return {"connection": bench.live().id, "onboarding": other.id}


def _stranger(bench: Bench) -> Visitor:
    return Visitor(STRANGER, Browser(bench))


def _product(bench: Bench) -> Visitor:
    browser, connection = Browser(bench), bench.live()
    browser.sign_in(connection)
    return Visitor(PRODUCT, browser, {"connection": connection.id})


def _customer(bench: Bench) -> Visitor:
    kari = newcomer(bench)
    connection = bench.live(contact_email=kari.email)
    return Visitor(CUSTOMER, _by_mail(bench, kari), {"connection": connection.id})


def _own(bench: Bench) -> Visitor:
    kari = newcomer(bench)
    connection = kari.is_live()
    return Visitor(OWN, _by_mail(bench, kari), {"connection": connection.id})


def _new(bench: Bench) -> Visitor:
    kari = newcomer(bench)
    kari.answers_everything()
    return Visitor(NEW, Browser(bench, cookies={SESSION: kari.token}), {"onboarding": kari.id})


def _turn_on(bench: Bench) -> Visitor:
    company, browser = bench.company(), Browser(bench)
    said = {"app_key": company.app_key, "organization_number": company.number, "by": "Kari"}
    browser.get(bench.product.post("/v1/page-sessions", said).json["url"])
    return Visitor(TURN_ON, browser)


def _staff(bench: Bench) -> Visitor:
    return Visitor(STAFF, staff_browser(bench))


def _by_mail(bench: Bench, kari: Newcomer) -> Browser:
    kari.asks_for_a_link()
    kari.mails_go_out()
    browser = Browser(bench)
    browser.post("/link", link=kari.outbox.links_to(kari.email)[-1])
    return browser


_MADE = {
    STRANGER: _stranger, PRODUCT: _product, CUSTOMER: _customer, OWN: _own, NEW: _new, TURN_ON: _turn_on,
    STAFF: _staff,
}  # fmt: skip
