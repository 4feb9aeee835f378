"""What a comparison finds, and what it overlooks."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.gallery.comparing import Comparison, compared, keep, opened
from tests.gallery.scenes import scenes
from tests.gallery.viewing import gallery

WIDTH = 1280
BROKEN = {
    "a sheet that is missing": "document.querySelectorAll('.sheet')[1].remove()",
    "a sheet that nobody sees": "document.querySelectorAll('.sheet')[1].style.visibility = 'hidden'",
    "a badge that is missing": "document.querySelector('.badge').style.visibility = 'hidden'",
    "a line of text that is missing": "document.querySelector('.prose').style.visibility = 'hidden'",
    "other colours": "document.documentElement.style.setProperty('--brand', '#a12622')",
    "a block that moved": "document.querySelector('.steps').style.transform = 'translateX(12px)'",
    "a page without rules": "document.querySelector('link[rel=stylesheet]').remove()",
}


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with gallery() as ready, ready.view(scenes()["card-active"]) as view:
        yield view.page("nb", WIDTH)


def seen(page: Page, script: str) -> Comparison:
    """The page against itself after a script."""
    page.reload()
    before = opened(page.screenshot(full_page=True))
    page.evaluate(script)
    return compared(opened(page.screenshot(full_page=True)), before)


@pytest.mark.parametrize("broken", BROKEN)
def test_it_finds(page: Page, broken: str) -> None:
    assert not seen(page, BROKEN[broken]).same


def test_letters_that_are_a_little_wider_make_no_difference(page: Page) -> None:
    assert seen(page, "document.body.style.letterSpacing = '0.04px'").same


def test_a_page_is_like_its_own_baseline(page: Page, tmp_path: Path) -> None:
    page.reload()
    shot = opened(page.screenshot(full_page=True))
    keep(shot, tmp_path / "page.webp")
    assert compared(shot, Image.open(tmp_path / "page.webp")).same


def test_pages_that_are_a_hair_higher_are_alike_and_others_are_not() -> None:
    def high(pixels: int) -> Image.Image:
        return Image.new("RGB", (400, pixels), "white")

    assert compared(high(1006), high(1000)).same
    assert not compared(high(1100), high(1000)).same
