"""What the doorway answers. It stands in for the apps, whose backends would ask for the page sessions."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from local.doorway.inbox import letters
from local.doorway.stories import Story
from local.peers import Peer
from local.product import ApiRefused, Json
from local.world import World

LANGUAGES = {"en": "English", "nb": "norsk", "sv": "svenska", "da": "dansk"}
_FIRST = next(iter(LANGUAGES))
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")), autoescape=True, undefined=StrictUndefined,
    trim_blocks=True, lstrip_blocks=True,
)  # fmt: skip


def doorway(world: World, stories: Sequence[Story] = ()) -> list[Route]:
    """The page at `/`; `/begin/{story}` and `/open/{connection}`, which sign a user in as the app's backend would;
    `/go/{story}/…`, the pages of a story's connection; `/inbox`."""
    shown = _Doorway(world, {each.key: each for each in stories})
    ways: tuple[tuple[str, Callable[[Request], Response]], ...] = (
        ("/", shown.listed),
        ("/begin/{story}", shown.begun),
        ("/open/{connection}", shown.opened),
        ("/go/{story}", shown.gone),
        ("/go/{story}/{place:path}", shown.gone),
        ("/inbox", shown.inbox),
    )
    return [Route(path, _asked(view)) for path, view in ways]


def peers_of(world: World) -> Mapping[str, Peer]:
    """The three programs by name."""
    return {"Tripletex": world.tripletex, "Svenn": world.svenn, "Rackbeat": world.rackbeat}


class _Doorway:
    def __init__(self, world: World, stories: dict[str, Story]) -> None:
        self._world, self._stories = world, stories

    def listed(self, request: Request) -> Response:
        connections = self._connections()
        taken = {key: next(filter(story.has, connections), None) for key, story in self._stories.items()}
        own = {each["id"] for each in taken.values() if each}
        return _page(
            "doorway.html", stories=self._stories.values(), taken=taken, language=_language(request),
            languages=LANGUAGES, living=[each for each in connections if each["id"] not in own],
            programs={name: peer.url for name, peer in peers_of(self._world).items()},
        )  # fmt: skip

    def begun(self, request: Request) -> Response:
        story = self._stories.get(request.path_params["story"])
        if story is None or story.turning_on is None:
            return _nothing("There is no such story.")
        order = {**story.turning_on, "language": _language(request)}
        return _entered(self._world.product.ask("POST", "/page-sessions", order))

    def opened(self, request: Request) -> Response:
        path = f"/connections/{request.path_params['connection']}/page-sessions"
        wanted = {"by": "Kari Nordmann", "language": _language(request)}
        return _entered(self._world.staff.ask("POST", path, wanted))

    def gone(self, request: Request) -> Response:
        story = self._stories.get(request.path_params["story"])
        connection = next(filter(story.has, self._connections()), None) if story else None
        if connection is None:
            return _nothing("This company is not connected yet: take the steps before this one first.")
        place = request.path_params.get("place", "")
        return RedirectResponse(f"/pages/{connection['id']}" + (f"/{place}" if place else ""), 303)

    def inbox(self, request: Request) -> Response:
        wanted = request.query_params.get("to", "").strip()
        return _page("inbox.html", wanted=wanted, letters=letters(self._world.stack.mails(), wanted))

    def _connections(self) -> list[Json]:
        return list(self._world.staff.pages("/connections"))


def _asked(view: Callable[[Request], Response]) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            return await run_in_threadpool(view, request)
        except ApiRefused as refused:
            return _nothing(f"The API refuses: {refused}", refused.status)

    return endpoint


def _entered(session: Json) -> Response:
    """The address of a page session, on this machine."""
    return RedirectResponse(urlsplit(session["url"]).path, 303)


def _language(request: Request) -> str:
    wanted = request.query_params.get("language", _FIRST)
    return wanted if wanted in LANGUAGES else _FIRST


def _nothing(why: str, status: int = 404) -> Response:
    return _page("nothing.html", status, why=why)


def _page(template: str, status: int = 200, **values: Any) -> Response:
    html = _ENVIRONMENT.get_template(template).render(**values)
    return HTMLResponse(html, status, {"cache-control": "no-store"})
