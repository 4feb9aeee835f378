"""Chromium, as Debian packs it, and what every page has to keep to."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

#: A phone and a desk, in pixels.
WIDTHS = (360, 1280)

#: A list of choices cuts its text off without telling, so that is measured beside its arrow; but names that come from
#: elsewhere may be as long as they like: the open list shows all of them.
_TOO_WIDE = """() => {
  const wide = document.documentElement.clientWidth, pen = document.createElement("canvas").getContext("2d");
  const chosen = (e, style) => {
    if (e.tagName !== "SELECT" || !e.selectedOptions.length || e.selectedOptions[0].text.length > 30) return 0;
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    return pen.measureText(e.selectedOptions[0].text).width + parseFloat(style.paddingLeft) + 16;
  };
  return [...document.querySelectorAll("body *")].filter(e => {
    const box = e.getBoundingClientRect(), style = getComputedStyle(e);
    const hidden = box.width <= 1 || e.closest(".skip, svg") || e.closest("details:not([open]) > :not(summary)");
    const shut = ["hidden", "clip"].includes(style.overflowX), inside = e.scrollWidth > e.clientWidth + 1;
    const own = [...e.childNodes].some(each => each.nodeType === Node.TEXT_NODE && each.data.trim());
    // What is longer than a field that one types into is reached with the caret.
    const read = inside && e.clientWidth > 0 && e.tagName !== "INPUT";
    const cut = read && (shut || (own && style.overflowX === "visible"));
    return !hidden && (box.right > wide + 1 || box.left < -1 || cut || chosen(e, style) > box.width);
  }).map(e => e.outerHTML.slice(0, 120));
}"""


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


def barriers(page: Page, only: Sequence[str] = ()) -> list[str]:
    """What axe-core finds that is serious or critical, by all its rules or by some."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    options = {"runOnly": list(only)} if only else {}
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:120]}"
        for each in found
        if each["impact"] in ("serious", "critical")
    ]


def too_wide(page: Page) -> list[str]:
    """Elements that stick out to the side, of the page or of what they stand in, or whose text is cut off."""
    found: list[str] = page.evaluate(_TOO_WIDE)
    scrolls = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [*found, *(["the page scrolls sideways"] if scrolls else [])]
