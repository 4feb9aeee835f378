"""All pages that can be looked at, with what is in them when a connection is as large as they get.

A page that is new and stands neither among the places nor among those that are none ends the benchmark: none is left
out by mistake.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from samspill.pages.addresses import packed
from samspill.pages.app import ROUTES
from samspill.pages.routing import ONBOARDING, OWN, STAFF
from tests.performance.pages.filling import WEEK, Filled


class NotMeasured(Exception):
    """Pages that nobody has thought of here; the message names them."""


@dataclass(frozen=True)
class Wizard:
    """What only the API makes: a company on its way to a connection and an account that is about to be connected, by
    ids and tokens, and the id of an uploaded file of hours."""

    onboarding: str
    token: str
    turn_on: str
    file: str


@dataclass(frozen=True)
class Place:
    """A page by its address, and whose session sees it; '' for strangers."""

    path: str
    token: str = ""


Places = Callable[[Filled, Wizard], tuple[Place, ...]]


def _large(*paths: str) -> Places:
    return lambda filled, _: tuple(Place(f"/pages/{filled.large}{path}", filled.user) for path in paths)


def _reviewed(*paths: str) -> Places:
    return lambda filled, _: tuple(Place(f"/pages/{filled.reviewed}{path}", filled.reviewer) for path in paths)


def _staff(*paths: str) -> Places:
    return lambda filled, _: tuple(
        Place(f"{STAFF}{path.replace('{large}', filled.large)}", filled.staff) for path in paths
    )


def _wizard(path: str) -> Places:
    return lambda _, wizard: (Place(f"/pages/onboarding/{wizard.onboarding}{path}", wizard.token),)


def _turn_on(path: str) -> Places:
    return lambda _, wizard: (Place(f"/pages/turn-on{path}", wizard.turn_on),)


def _anybody(path: str) -> Places:
    return lambda _filled, _wizard: (Place(path),)


#: By the path of their route.
_PLACES: Mapping[str, Places] = {
    OWN: _large(""),
    f"{OWN}/records": _large("/records", "/records?q=olsen", "/records?kind=project&standing=linked"),
    OWN + "/records/{kind}/{side}/{record}": lambda filled, _: (
        Place(f"/pages/{filled.large}/records/customer/app/{filled.record}", filled.user),
    ),
    f"{OWN}/logs": _large("/logs", "/logs?code=name_taken", "/logs?q=olsen", "/logs?state=ignored"),
    OWN + "/logs/{problem}": lambda filled, _: (Place(f"/pages/{filled.large}/logs/{filled.problem}", filled.user),),
    f"{OWN}/hours": _large(f"/hours?week={WEEK}"),
    OWN + "/hours/runs/{run_id}": lambda filled, _: (
        Place(f"/pages/{filled.large}/hours/runs/{filled.run}", filled.user),
    ),
    OWN + "/hours/imports/{import_id}": lambda filled, wizard: (
        Place(f"/pages/{filled.large}/hours/imports/{wizard.file}", filled.user),
    ),
    OWN + "/records/{kind}/{side}/{record}/link": lambda filled, _: (
        Place(f"/pages/{filled.large}/records/project/tripletex/{filled.held}/link?q=olsen", filled.user),
    ),
    OWN + "/records/{kind}/{side}/{record}/unlink": lambda filled, _: (
        Place(f"/pages/{filled.large}/records/customer/app/{filled.record}/unlink", filled.user),
    ),
    f"{OWN}/settings": _large("/settings"),
    f"{OWN}/settings/choices": _large("/settings/choices"),
    OWN + "/breakers/{kind}": _large("/breakers/customer"),
    f"{OWN}/support": _large("/support"),
    f"{OWN}/keys": _large("/keys"),
    f"{OWN}/off": _large("/off"),
    f"{OWN}/plan": _reviewed("/plan", "/plan?outcome=ambiguous", "/plan?q=olsen"),
    f"{OWN}/plan/approve": lambda filled, _: (Place(f"/pages/{filled.reviewed}/plan/approve", filled.staff),),
    OWN + "/plan/rows/{row}": _reviewed(f"/plan/rows/{packed('customer.app.a0')}"),
    STAFF: _staff("", "?q=olsen"),
    f"{STAFF}/reviews": _staff("/reviews"),
    f"{STAFF}/dead-letters": _staff("/dead-letters"),
    STAFF + "/connections/{connection}": _staff("/connections/{large}"),
    f"{ONBOARDING}/keys": _wizard("/keys"),
    f"{ONBOARDING}/companies": _wizard("/companies"),
    f"{ONBOARDING}/groups": _wizard("/groups"),
    f"{ONBOARDING}/start-up": _wizard("/start-up"),
    f"{ONBOARDING}/settings": _wizard("/settings"),
    "/pages/turn-on": _turn_on(""),
    "/pages/turn-on/key": _turn_on("/key"),
    "/link": _anybody("/link"),
    "/pages/connect/{integration}": _anybody("/pages/connect/rackbeat"),
    "/pages/connect/{integration}/begun": _anybody("/pages/connect/rackbeat/begun"),
    "/pages/way-back": _anybody("/pages/way-back"),
}
#: No pages, or only after somebody has done something; and why.
_NONE: Mapping[str, str] = {
    "/pages/enter/{code}": "leads on",
    f"{OWN}/plan/next": "leads on",
    ONBOARDING: "leads on to the next step, until all are done",
    f"{ONBOARDING}/plan": "leads on",
    "/pages/staff/sign-in": "leads on",
    "/pages/staff/signed-in": "leads on",
    STAFF + "/dead-letters/{letter}": "there is none",
    f"{OWN}/logs.csv": "a file",
}


def check_none_is_missing() -> None:
    """Raises NotMeasured."""
    if unknown := _asked() - set(_PLACES) - set(_NONE):
        raise NotMeasured(", ".join(sorted(unknown)))


def places(filled: Filled, wizard: Wizard) -> Iterator[Place]:
    """All of them."""
    asked = _asked()
    for path, made in _PLACES.items():
        if path in asked:
            yield from made(filled, wizard)


def _asked() -> set[str]:
    return {route.path for route in ROUTES if route.method == "GET"}
