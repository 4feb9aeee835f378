"""Pages from templates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from sandbox.pages.forms import shown
from sandbox.pages.screen import Holds

#: Where the pages of a program begin.
BASE = "/screens"
_ZONE = ZoneInfo("Europe/Oslo")
_FOLDER = Path(__file__).with_name("templates")
#: A list that somebody watches is shown anew after so many seconds.
WATCHED_SECONDS = 2


def address(*parts: str) -> str:
    """The address of a page; parts may hold anything."""
    return "/".join((BASE, *(quote(each, safe="") for each in parts)))


def page(template: str, status: int = 200, *, watched: bool = False, **values: Any) -> HTMLResponse:
    """A page that no browser keeps."""
    html = _ENVIRONMENT.get_template(template).render(**values, watched=watched)
    headers = {"cache-control": "no-store"} | ({"refresh": str(WATCHED_SECONDS)} if watched else {})
    return HTMLResponse(html, status, headers)


def _moment(at: datetime) -> str:
    """A time as people where the programs are used read it."""
    return at.astimezone(_ZONE).strftime("%d.%m.%Y %H:%M:%S")


def _grouped(inputs: Sequence[Any]) -> list[tuple[str, list[Any]]]:
    """Fields by their group, in the order in which they stand."""
    groups: dict[str, list[Any]] = {}
    for each in inputs:
        groups.setdefault(each.group, []).append(each)
    return list(groups.items())


_ENVIRONMENT = Environment(
    loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
_ENVIRONMENT.globals.update(address=address, Holds=Holds)
_ENVIRONMENT.filters.update(shown=shown, grouped=_grouped, moment=_moment)
