"""Chromium, as Debian packs it, and what every page has to keep to."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

#: A phone and a desk, in pixels.
WIDTHS = (360, 1280)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running browser. Raises AssertionError when none is installed."""
    path = shutil.which("chromium")
    assert path is not None, "these tests need Debian's package `chromium`: make browser"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def window(browser: Browser, width: int = 1280, **options: Any) -> Iterator[Page]:
    """A window of somebody who has not been here before; whatever a page complains of ends the test."""
    context = browser.new_context(viewport={"width": width, "height": 800}, **options)
    page, complaints = context.new_page(), list[str]()
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def barriers(page: Page) -> list[str]:
    """What axe-core finds that is serious or critical."""
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:120]}"
        for each in found
        if each["impact"] in ("serious", "critical")
    ]


def too_wide(page: Page) -> list[str]:
    """Elements that stick out to the side, or whose text is cut off."""
    script = """() => {
      const wide = document.documentElement.clientWidth;
      return [...document.querySelectorAll("body *")].filter(e => {
        const box = e.getBoundingClientRect(), style = getComputedStyle(e);
        const hidden = box.width === 0 || e.closest(".skip") || e.closest("details:not([open]) > :not(summary)");
        const cut = style.overflowX === "hidden" && e.scrollWidth > e.clientWidth + 1;
        return !hidden && (box.right > wide + 1 || box.left < -1 || cut);
      }).map(e => e.outerHTML.slice(0, 120));
    }"""
    found: list[str] = page.evaluate(script)
    scrolls = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [*found, *(["the page scrolls sideways"] if scrolls else [])]
