"""Templates and the few files they load. A template holds no text of its own: `t(...)` says everything."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from samspill import messages
from samspill.model.connection import Connection
from samspill.pages.answers import Page
from samspill.pages.words import Words

_HERE = Path(__file__).parent
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
#: No rules and no scripts but those of our files: the policy of `answers` lets no others through.
_HTMX = json.dumps({"includeIndicatorStyles": False, "allowEval": False, "historyCacheSize": 0})


@dataclass(frozen=True)
class Look:
    """What every page knows: its words, the time, and once somebody is signed in the connection, the tab, what their
    forms have to bring along, and `said`, the id of what came of one."""

    words: Words
    now: datetime
    connection: Connection | None = None
    tab: str = ""
    token: str = ""
    said: str | None = None

    @property
    def csrf(self) -> str:
        """Only pages of this session know it: the cookie it is made of is read by no script."""
        return csrf_of(self.token)


def csrf_of(token: str) -> str:
    """What forms of a session bring along."""
    return hmac.new(token.encode(), b"forms", hashlib.sha256).hexdigest()


def is_marked(form: Mapping[str, str], token: str) -> bool:
    """Whether a form brings along what pages of the session hold, whatever else it may hold instead."""
    return hmac.compare_digest(form.get("csrf", "").encode(), csrf_of(token).encode())


def rendered(look: Look, template: str, status: int = 200, **values: Any) -> Page:
    """A page."""
    words = look.words
    body = _environment().get_template(template).render(
        t=words.t, term=words.term, words=words, look=look, languages=messages.LANGUAGES, htmx=_HTMX,
        static=static_url, **values,
    )  # fmt: skip
    return Page(body, status, language=words.language)


def static_url(name: str) -> str:
    """The address of a file, another one with each content."""
    content, _ = _files()[name]
    return f"/pages/static/{hashlib.sha256(content).hexdigest()[:16]}/{name}"


def static_file(name: str) -> Page | None:
    """The file; None when there is none."""
    found = _files().get(name)
    return None if found is None else Page(found[0], media_type=f"{found[1]}; charset=utf-8", keep=True)


@cache
def _files() -> Mapping[str, tuple[bytes, str]]:
    return {path.name: (path.read_bytes(), _TYPES[path.suffix]) for path in (_HERE / "static").iterdir()
            if path.suffix in _TYPES}  # fmt: skip


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_HERE / "templates"), autoescape=select_autoescape(default=True),
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
