"""Whatever a browser sends, it gets a page: nothing that anybody can type or craft ends in a failure of ours."""

import base64
import json
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest

from samspill.pages.addresses import packed
from samspill.pages.app import ROUTES
from samspill.pages.asked import SESSION
from samspill.pages.rendering import csrf_of, static_url
from samspill.pages.routing import Audience, Route
from tests.integration.api.bench import Bench
from tests.integration.pages.browser import Browser
from tests.integration.pages.planned import in_review
from tests.integration.pages.staff import PUBLIC
from tests.integration.pages.visitors import NEW, PARTS, STAFF, STRANGER, TURN_ON, Visitor, path_of, visitors


def opaque(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


NESTED = base64.urlsafe_b64encode(b"[" * 4000).decode().rstrip("=")
#: Parts of paths that lead nowhere.
NOWHERE = (
    "%00", "%0d%0aX-Y: 1", "å", "=", "!", "A", "..", "x" * 3000, packed("x" * 2100), packed("\0"),
    packed("../../x"), packed("customer.app." + "9" * 1500), "0" * 1500, opaque([1]), NESTED,
    packed(opaque([1])), packed("0001-01-01T00:00:00Z#customer#app#1"),
)  # fmt: skip
#: What is asked behind the `?`.
ASKED = (
    *({"cursor": each} for each in (
        "", "x", "\0", NESTED, opaque({"after": "\ud800"}), opaque({"after": "x" * 3000}), opaque({"after": 1}),
        opaque([None, float("inf")]), opaque(["x", -1]), opaque({"after": ""}), "å",
    )),
    *({"week": each} for each in (
        "9999-W52", "0001-W01", "0000-W01", "2026-W54", "2026-W1", "２０２６-W10", "2026-W10x", "-001-W01", "\0",
    )),
    *({"before": each} for each in (
        "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2026-02-30", "2026-01-01T00:00:00", "\0",
    )),
    {"q": "\0" * 100}, {"q": "%_*[" * 2000}, {"q": "\ufffe"},
    {"kind": "x", "standing": "x", "outcome": "x", "code": "x"},
    {"partner": "\0"}, {"partner": "9" * 5000}, {"partner": "../.."}, {"partner": "1,2,3"}, {"with": "x" * 5000},
    {"said": "plan.\0"}, {"said": "a" * 5000}, {"lang": "xx"}, {"connection": "x" * 3000}, {"connection": "\0"},
    {"status": "\0", "integration": "x"}, {"choice": "link"}, {"choice": "keep_apart", "all": "1"}, {"move": "x"},
    {"sums": NESTED}, {"after": "x" * 5000}, {"to": "//x.example"}, {"state": "å", "code": "x" * 5000},
)  # fmt: skip
#: Values of fields.
TYPED = (
    "",
    "\0",
    "å\r\nX: 1",
    "-1",
    "9" * 900,
    "1e999999999",
    "NaN",
    "0001-01-01",
    "9999-12-31",
    "link",
    "x" * 60_000,
)
FIELDS = (
    "choice", "partner", "other", "confirm", "revision", "plan", "reason", "message", "code", "place", "from", "to",
    "preview", "data", "what", "letter", "connection", "of", "keys.tripletex", "keys.app", "tripletex", "app",
    "email", "company", "contact", "language", "link", "approved", "who.0", "breaker_share", "breaker_count",
    "notify",
    "documents.since", "documents.vat.*/domestic", "documents.vat.", "payment_terms.", "payment_terms.1",
    "documents.invoice_target", "app_defaults.customer.payment_terms", "group.customer", "new.customer",
    "hours.cutoff", "start_up.stock", "start_up.kinds.customer", "direction.customer", "kinds.customer",
    "conflict_policy.customer", "hours.people", "hours.sending", "employee_access",
)  # fmt: skip


def by(route: Route, everybody: dict[str, Visitor]) -> Visitor:
    of = {Audience.CONNECTION: STAFF, Audience.ONBOARDING: NEW, Audience.TURN_ON: TURN_ON, Audience.STAFF: STAFF}
    return everybody[of.get(route.audience, STRANGER)]


@pytest.fixture(name="everybody")
def _everybody(bench: Bench) -> dict[str, Visitor]:
    return visitors(bench)


@pytest.fixture(name="there")
def _there(bench: Bench) -> dict[str, str]:
    """A connection whose plan is looked through, and one that is live."""
    return {"/plan": in_review(bench).id, "": bench.live(settings={"kinds": {"hours": True}}).id}


def failing(visitor: Visitor, route: Route, path: str, body: bytes = b"") -> Iterator[object]:
    answer = visitor.browser.answer(route.method, f"{PUBLIC}{path}", body)
    led = answer["headers"].get("location", "")
    if answer["statusCode"] == 500:
        yield route.method, path[:120], answer["statusCode"]
    elif not (led.isascii() and led.isprintable()):
        yield route.method, path[:120], led[:200]


def ways(
    everybody: dict[str, Visitor], there: dict[str, str], method: str | None = None
) -> Iterator[tuple[Route, Visitor, dict[str, str]]]:
    """Each way in, with somebody who may, and whose it is."""
    for route in ROUTES:
        visitor = by(route, everybody)
        if method in (None, route.method):
            yield route, visitor, {"connection": there["/plan" if "/plan" in route.path else ""], **visitor.theirs}


def test_parts_of_paths_that_lead_nowhere(everybody: dict[str, Visitor], there: dict[str, str]) -> None:
    found: list[object] = []
    for route, visitor, of in ways(everybody, there):
        form = urlencode({"csrf": csrf_of(visitor.browser.cookies.get(SESSION, ""))}).encode()
        for part in [each for each in (*PARTS, "connection", "onboarding") if f"{{{each}}}" in route.path]:
            for odd in NOWHERE:
                path = path_of(route, {**of, part: odd if "%" in odd else quote(odd)})
                found += failing(visitor, route, path, form)
    assert found == []


def test_questions_that_mean_nothing(everybody: dict[str, Visitor], there: dict[str, str]) -> None:
    found: list[object] = []
    for route, visitor, of in ways(everybody, there, "GET"):
        for asked in ASKED:
            found += failing(visitor, route, f"{path_of(route, of)}?{urlencode(asked, errors='surrogatepass')}")
    assert found == []


def test_forms_that_mean_nothing(everybody: dict[str, Visitor], there: dict[str, str]) -> None:
    found: list[object] = []
    for route, visitor, of in ways(everybody, there, "POST"):
        mark = csrf_of(visitor.browser.cookies.get(SESSION, ""))
        for typed in TYPED:
            fields = FIELDS if len(typed) < 1000 else ("message", "reason")
            found += failing(
                visitor, route, path_of(route, of), urlencode({**dict.fromkeys(fields, typed), "csrf": mark}).encode()
            )
    assert found == []


@pytest.mark.parametrize("called", [
    "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=x; boundary*0=y",
    "multipart/form-data; boundary=\"å\r\n x\"", "multipart/form-data; boundary*=x'y",
])  # fmt: skip
@pytest.mark.parametrize("body", [
    b"", b"--x", b"\0\xff\xfe", b"--x\r\n\r\n\r\n--x--",
    b"--x\r\nContent-Disposition: form-data; name\r\n\r\nx\r\n--x--",
    b"--x\r\nContent-Disposition: form-data; name*=x'\r\n\r\nx\r\n--x--",
    b"--x\r\nContent-Disposition: ;;;=\"\xff\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!\r\n--x--",
    b"--x\r\nContent-Type: message/rfc822\r\n\r\n\r\n--x--",
    b"".join(b"--%d\r\nContent-Type: multipart/mixed; boundary=%d\r\n\r\n" % (n, n + 1) for n in range(3000)),
    b"--x\r\n\r\n\r\n" * 50_000,
])  # fmt: skip
def test_files_that_are_none(bench: Bench, called: str, body: bytes) -> None:
    for boundary in (called, called.replace("boundary=x", "boundary=0")):
        answer = Browser(bench).answer("POST", f"{PUBLIC}/pages/leave", body, boundary)
        assert answer["statusCode"] < 500


def test_a_file_under_an_address_that_is_not_its_own_is_kept_by_nobody(bench: Bench) -> None:
    """Else somebody could have the next version's address hold this one's content."""
    own = static_url("pages.css")
    other = own.replace(own.split("/")[3], "0" * 16)
    kept = {place: Browser(bench).answer("GET", place)["headers"]["cache-control"] for place in (own, other)}
    assert ("immutable" in kept[own], kept[other]) == (True, "no-store")
