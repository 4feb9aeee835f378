"""Looking at scenes in Chromium: in a language, at a width, light or dark."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal, get_args
from urllib.parse import urlencode

from playwright.sync_api import Browser, ConsoleMessage, Page

from samspill.environment import Environment
from samspill.pages.asked import LANGUAGE, SESSION
from tests.e2e.browsing import chromium
from tests.gallery.scene import Opening, Scene
from tests.gallery.stage import served, set_up
from tests.integration.api.bench import simulated_aws

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = get_args(Scheme)
LOCALES = {"nb": "nb-NO", "en": "en-GB", "sv": "sv-SE", "da": "da-DK"}


@dataclass
class View:
    """A scene that is set up, and a window of its own for each language; `complaints` are what the pages said to the
    browser's console."""

    scene: Scene
    opening: Opening
    browser: Browser
    origin: str
    complaints: list[str] = field(default_factory=list)
    _pages: dict[str, Page] = field(default_factory=dict)

    def page(self, language: str, width: int, scheme: Scheme = "light") -> Page:
        """The page so; it is loaded once in each language."""
        page = self._pages.get(language) or self._opened(language)
        if page.viewport_size is None or page.viewport_size["width"] != width:
            page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        return page

    def shot(self, language: str, width: int, scheme: Scheme = "light") -> bytes:
        """The whole page as PNG."""
        page = self.page(language, width, scheme)
        page.evaluate("document.activeElement?.blur()")
        return page.screenshot(full_page=True, animations="disabled", caret="hide")

    def _opened(self, language: str) -> Page:
        context = self.browser.new_context(locale=LOCALES[language], timezone_id="Europe/Oslo")
        kept = {LANGUAGE: language, **({SESSION: self.opening.token} if self.opening.token else {})}
        page = self._pages[language] = context.new_page()
        page.goto(f"{self.origin}/seat?{urlencode(kept)}")
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        answer = page.goto(f"{self.origin}{self.opening.path}")
        assert answer is not None
        if self.opening.then is not None:
            with page.expect_response(lambda response: response.request.is_navigation_request()) as answered:
                self.opening.then(page)
            answer = answered.value
            while answer.status == 303:
                answer = page.goto(page.url)
                assert answer is not None
        assert answer.status == self.scene.status, f"{self.scene.name} answers {answer.status}"
        page.wait_for_load_state("load")
        return page

    def _heard(self, said: ConsoleMessage) -> None:
        told_already = (
            self.scene.status >= 400 and f"the server responded with a status of {self.scene.status}" in said.text
        )
        if said.type in ("error", "warning") and not told_already:
            self.complaints.append(said.text)

    def close(self) -> None:
        """All its windows."""
        for page in self._pages.values():
            page.context.close()


@dataclass(frozen=True)
class Gallery:
    """A browser before an installation in which one scene after the other is set up."""

    installation: Environment
    browser: Browser
    origin: str

    @contextmanager
    def view(self, scene: Scene) -> Iterator[View]:
        """Set the scene up and look at it."""
        with set_up(self.installation, scene) as opening:
            view = View(scene, opening, self.browser, self.origin)
            yield view
            view.close()


@contextmanager
def gallery() -> Iterator[Gallery]:
    """One process: the simulated AWS, the pages' server, the browser."""
    with simulated_aws() as installation, served() as origin, chromium() as browser:
        yield Gallery(installation, browser, origin)
