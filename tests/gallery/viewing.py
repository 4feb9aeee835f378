"""Looking at scenes in Chromium: in a language, at a width, light or dark."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, get_args
from urllib.parse import urlencode

from playwright.sync_api import ConsoleMessage, Page, Response

from samspill import messages
from samspill.environment import Environment
from samspill.pages.asked import LANGUAGE, SESSION
from tests.e2e.browsing import WIDTHS, chromium, too_wide
from tests.gallery.scene import Opening, Scene
from tests.gallery.stage import served, set_up
from tests.integration.api.bench import simulated_aws

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = get_args(Scheme)
HEIGHT = 800
#: Nothing blinks or moves: a bar that tells no share runs up and down otherwise.
_STILL = """() => {
  document.activeElement?.blur();
  document.querySelectorAll("progress:not([value])").forEach(bar => bar.value = bar.max / 2);
}"""


@dataclass(frozen=True)
class Sight:
    """What there is to see in one language: its text, and by width what sticks out."""

    text: str
    too_wide: dict[int, list[str]]


@dataclass
class View:
    """A scene that is set up, before the one window there is; `complaints` are what it said to the console."""

    scene: Scene
    opening: Opening
    window: Page
    origin: str
    complaints: list[str] = field(default_factory=list)
    _language: str | None = None

    def page(self, language: str, width: int, scheme: Scheme = "light") -> Page:
        """The page so; it is loaded anew only for another language."""
        if self._language != language:
            self._open(language)
        self.window.set_viewport_size({"width": width, "height": HEIGHT})
        self.window.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        return self.window

    def shot(self, language: str, width: int, scheme: Scheme = "light") -> bytes:
        """The whole page as PNG."""
        page = self.page(language, width, scheme)
        page.evaluate(_STILL)
        return page.screenshot(full_page=True, animations="disabled", caret="hide")

    @cached_property
    def sights(self) -> dict[str, Sight]:
        """By language; bokmål comes last, which is then there for everything else."""
        return {language: self._sight(language) for language in reversed(messages.LANGUAGES)}

    def heard(self, said: ConsoleMessage) -> None:
        """Note what the page complains of; that it answers with the status it should is no complaint."""
        expected = f"a status of {self.scene.status} " if self.scene.status >= 400 else None
        if said.type in ("error", "warning") and (expected is None or expected not in said.text):
            self.complaints.append(said.text)

    def _sight(self, language: str) -> Sight:
        wide = {width: too_wide(self.page(language, width)) for width in WIDTHS}
        return Sight(self.window.locator("body").inner_text(), wide)

    def _open(self, language: str) -> None:
        self.window.context.clear_cookies()
        kept = {LANGUAGE: language, **({SESSION: self.opening.token} if self.opening.token else {})}
        self.window.goto(f"{self.origin}/seat?{urlencode(kept)}")
        answer = self.window.goto(f"{self.origin}{self.opening.path}")
        if self.opening.then is not None:
            with self.window.expect_response(_is_page) as answered:
                self.opening.then(self.window)
            answer = answered.value
            self.window.wait_for_load_state("load")
        assert answer is not None
        assert answer.status == self.scene.status, f"{self.scene.name} answers {answer.status}"
        self._language = language


def _is_page(response: Response) -> bool:
    """Not a file of it, and not what leads on to it."""
    return response.request.is_navigation_request() and response.status != 303


@dataclass(frozen=True)
class Gallery:
    """A window before an installation in which one scene after the other is set up."""

    installation: Environment
    window: Page
    origin: str

    @contextmanager
    def view(self, scene: Scene) -> Iterator[View]:
        """Set the scene up and look at it."""
        with set_up(self.installation, scene) as opening:
            view = View(scene, opening, self.window, self.origin)
            self.window.on("console", view.heard)
            yield view
            self.window.remove_listener("console", view.heard)
            self.window.goto("about:blank")


@contextmanager
def gallery() -> Iterator[Gallery]:
    """One process: the simulated AWS, the pages' server, the browser."""
    with simulated_aws() as installation, served() as origin, chromium() as browser:
        context = browser.new_context(locale="nb-NO", timezone_id="Europe/Oslo")
        yield Gallery(installation, context.new_page(), origin)
