"""Somebody who walks through pages: with a pointer or with a keyboard only, and looks at each page on a phone too."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urljoin

from playwright.sync_api import Browser, Locator, Page

from samspill.pages.words import Words
from tests.e2e.browsing import WIDTHS, barriers, too_wide

#: More than any page has places to go to; milliseconds in which a first sync is done on a machine that is busy.
_TABS = 250
_PATIENCE_MS = 300_000
#: What Chromium complains of by itself where a form is refused, as it is to be here.
_REFUSED = "the server responded with a status of 422"


@dataclass
class Walker:
    """One person in one browser. `words` are what the pages say to them; `origin` is where they are."""

    page: Page
    origin: str
    words: Words
    keyboard: bool = False

    def open(self, address: str) -> None:
        """Go there, as by a link elsewhere."""
        self.page.goto(urljoin(self.origin, address))

    def press(self, what: str | Locator) -> None:
        """A link or button, or the first one that says so; what it leads to is there afterwards."""
        place = self._named(what) if isinstance(what, str) else what.first
        with self.page.expect_navigation():
            self._reach(place)
            self.page.keyboard.press("Enter") if self.keyboard else place.click()

    def fill(self, label: str, text: str) -> None:
        """Write into the first field that is called so, in place of what stands there."""
        self.write(self.page.get_by_label(label, exact=True).first, text)

    def write(self, place: Locator, text: str) -> None:
        """Write into a field, in place of what stands there. Days (YYYY-MM-DD) are typed as an English browser asks
        for them."""
        self._reach(place)
        if self.keyboard:
            self.page.keyboard.press("Control+A")
            day = place.get_attribute("type") == "date"
            self.page.keyboard.type("{1}{2}{0}".format(*text.split("-")) if day else text)
        else:
            place.fill(text)

    def choose(self, place: Locator, said: str) -> None:
        """Choose what a list offers."""
        self._reach(place)
        self.page.keyboard.type(said) if self.keyboard else place.select_option(label=said)

    def tick(self, place: Locator) -> None:
        """Tick a box."""
        if not place.is_checked():
            self._reach(place)
            self.page.keyboard.press("Space") if self.keyboard else place.check()

    def waits_for(self, place: Locator) -> None:
        """Look at the page until it shows something; it is shown anew by itself."""
        place.first.wait_for(timeout=_PATIENCE_MS)

    def looks_again_until(self, there: Callable[[], bool]) -> None:
        """Load the page anew until it is so."""
        deadline = time.monotonic() + _PATIENCE_MS / 1000
        while not there():
            assert time.monotonic() < deadline, f"it never came at {self.page.url}"
            self.page.wait_for_timeout(300)
            self.page.reload()

    def looks(self) -> str:
        """The page's text. Everybody can read it, on a phone and at a desk."""
        size = self.page.viewport_size
        assert size is not None
        wrong = barriers(self.page)
        for width in sorted(WIDTHS, key=lambda each: each == size["width"]):
            self.page.set_viewport_size({"width": width, "height": size["height"]})
            wrong += [f"at {width}: {each}" for each in too_wide(self.page)]
        assert not wrong, f"{self.page.url}: {wrong}"
        return self.page.locator("main").inner_text()

    def _named(self, name: str) -> Locator:
        links = self.page.get_by_role("link", name=name, exact=True)
        return self.page.get_by_role("button", name=name, exact=True).or_(links).first

    def _reach(self, place: Locator) -> None:
        """With the keyboard: walk there, tab by tab."""
        place.wait_for()
        for _ in range(_TABS if self.keyboard else 0):
            if place.evaluate("e => e === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        assert not self.keyboard, f"no tab leads to {place}"


@contextmanager
def walker(
    browser: Browser, origin: str, words: Words, width: int = 1280, *, keyboard: bool = False
) -> Iterator[Walker]:  # fmt: skip
    """Somebody who has not been here before; whatever a page complains of ends the test."""
    context = browser.new_context(viewport={"width": width, "height": 800}, locale=words.language)
    page, complaints = context.new_page(), list[str]()
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield Walker(page, origin, words, keyboard)
    context.close()
    assert [each for each in complaints if _REFUSED not in each] == []


def key_shown_at(person: Walker, address: str) -> str:
    """What one copies out of a program's own screen, in another tab."""
    other = person.page.context.new_page()
    other.goto(address)
    key = other.locator(".key").first.inner_text()
    other.close()
    return key
