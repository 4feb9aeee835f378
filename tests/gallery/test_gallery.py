"""Each page in each state: for everybody, at a phone's width and a desk's, in all languages, light and dark."""

import logging
import re
from collections.abc import Iterator

import pytest

from tests.e2e.browsing import WIDTHS, barriers
from tests.gallery.baselines import BASELINES, baselines_of
from tests.gallery.scenes import scenes
from tests.gallery.viewing import Gallery, View, gallery

SCENES = scenes()
#: What is read where a text or what it tells of is missing.
NO_TEXT = re.compile(r"\b(?:page|problem|kind|field|standing|status|choice)\.\w|‹|\bUndefined\b")


@pytest.fixture(scope="session")
def opened() -> Iterator[Gallery]:
    logging.disable(logging.CRITICAL)
    with gallery() as ready:
        yield ready
    logging.disable(logging.NOTSET)


@pytest.fixture(
    scope="module", params=[pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in SCENES]
)  # fmt: skip
def view(opened: Gallery, request: pytest.FixtureRequest) -> Iterator[View]:
    with opened.view(SCENES[request.param]) as ready:
        yield ready


def test_nothing_sticks_out_or_is_cut_off(view: View) -> None:
    found = {(language, width): each for language, sight in view.sights.items()
             for width, each in sight.too_wide.items() if each}  # fmt: skip
    assert found == {}


def test_every_text_is_there(view: View) -> None:
    found = {language: NO_TEXT.findall(sight.text) for language, sight in view.sights.items()}
    assert {language: marks for language, marks in found.items() if marks} == {}


def test_nothing_is_said_as_a_program_says_it(view: View) -> None:
    assert re.findall(r"\b(?:None|True|False)\b", view.sights["nb"].text) == []


def test_browsers_have_nothing_to_complain_of(view: View) -> None:
    assert view.sights
    assert view.complaints == []


def test_everybody_can_read_and_use_it(view: View) -> None:
    found = {width: barriers(view.page("nb", width)) for width in WIDTHS}
    assert {width: each for width, each in found.items() if each} == {}


def test_it_can_be_read_in_the_dark(view: View) -> None:
    assert barriers(view.page("nb", WIDTHS[1], "dark"), ["color-contrast"]) == []


def test_it_looks_as_it_did_when_somebody_looked(view: View) -> None:
    found = [baseline.difference(view) for baseline in baselines_of(view.scene)]
    assert [each for each in found if each] == []


def test_no_baseline_is_of_a_scene_that_is_gone() -> None:
    wanted = {baseline.path.name for scene in SCENES.values() for baseline in baselines_of(scene)}
    assert {path.name for path in BASELINES.glob("*.*")} - wanted == set()


def test_baselines_are_small_enough_to_be_kept() -> None:
    assert sum(path.stat().st_size for path in BASELINES.glob("*.*")) < 6_000_000
