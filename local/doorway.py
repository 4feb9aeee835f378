"""The page that the demo opens on: stands in for the apps, whose backends would ask for the page sessions."""

import html
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from local.product import Json, Product

_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Samspill on this machine</title><link rel="icon" href="data:,">
<style>body{{font:16px/1.5 system-ui;max-width:760px;margin:8vh auto;padding:0 16px}}
li{{margin:12px 0}}small{{color:#666}}</style><h1>Samspill on this machine</h1>
<p>Each link does what an app does for its user: its backend asks for a page session, and the browser opens it.</p>
<ul>{connections}</ul><h2>The other systems</h2><ul>{peers}</ul></html>"""


def doorway(staff: Callable[[], Product], peers: dict[str, str]) -> list[Route]:
    """The list of connections at `/`, and `/open/{connection}`, which signs a user in. `peers`: addresses by name."""

    async def listed(_request: Request) -> Response:
        found = await run_in_threadpool(lambda: list(staff().pages("/connections")))
        return HTMLResponse(
            _PAGE.format(connections="".join(map(_line, found)), peers="".join(map(_peer, peers.items())))
        )

    async def opened(request: Request) -> Response:
        path = f"/connections/{request.path_params['connection']}/page-sessions"
        wanted = {"by": "Kari Nordmann", "language": request.query_params.get("language", "nb")}
        session = await run_in_threadpool(lambda: staff().ask("POST", path, wanted))
        return RedirectResponse(urlsplit(session["url"]).path, 303)

    return [Route("/", listed), Route("/open/{connection}", opened)]


def _line(connection: Json) -> str:
    name, app = (
        html.escape(connection["tripletex_company"]["name"]),
        html.escape(connection["integration"].capitalize()),
    )
    ways = " · ".join(
        f'<a href="/open/{connection["id"]}?language={language}">{said}</a>'
        for language, said in (("nb", "norsk"), ("en", "English"), ("sv", "svenska"), ("da", "dansk"))
    )
    stands = f"{app} ⇄ Tripletex, {html.escape(connection['status'])}"
    return f"<li><strong>{name}</strong> <small>{stands}</small><br>{ways}</li>"


def _peer(named: tuple[str, str]) -> str:
    name, address = (html.escape(each) for each in named)
    return f'<li><a href="{address}">{name}</a></li>'
