"""A scene: a page in one state, as one person sees it. Modules `scenes_<area>.py` hold them as SCENES."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from samspill.composition import App
from samspill.model.connection import Connection
from samspill.model.holder import Holder, Subject
from samspill.tasks import page_sessions
from tests.integration.api.bench import Bench

#: Goes on in the browser once the page is there.
Going = Callable[[Page], None]

#: What users of the app, and staff, are called in all scenes.
USER, STAFF_MEMBER = "Kari Formann", "silje@samspill.example"


@dataclass(frozen=True)
class Opening:
    """Which page is opened by whom. `token` is their session; None for strangers. `then` goes on from there in the
    browser, the same in each language (by selectors, not by texts), and may be done many times."""

    path: str
    token: str | None = None
    then: Going | None = None


@dataclass(frozen=True)
class Scene:
    """`prepare` puts things into an empty installation and says what to open; `status` is what the page answers with.
    `important`: it has a baseline in dark too. The name is that of its baselines: area-page-state."""

    name: str
    prepare: Callable[[Bench], Opening]
    status: int = 200
    important: bool = False


def for_user(bench: Bench, connection: Connection, path: str = "", then: Going | None = None) -> Opening:
    """A user of the app opens a page below those of their connection."""
    holder = Holder(subject=Subject.PAGES, id=connection.id, by=USER)
    return Opening(f"/pages/{connection.id}{path}", session(bench.app, holder), then)


def for_staff(bench: Bench, path: str, then: Going | None = None) -> Opening:
    """One of staff opens a page: a whole path."""
    holder = Holder(subject=Subject.STAFF, id="staff-1", by=STAFF_MEMBER)
    return Opening(path, session(bench.app, holder), then)


def session(app: App, holder: Holder) -> str:
    """The token of a session that opens what `holder` says."""
    entry = page_sessions.admit_holder(app, holder)
    opened, _ = page_sessions.enter(app, entry.url.rpartition("/")[2])
    return opened.token
