"""docs/problems says what the catalogue says."""

from pathlib import Path

import pytest

from local.problem_pages import FOLDER, INDEX, differing, pages, texts, write
from samspill.model.problems import CATALOGUE


def test_the_pages_in_the_repository_are_those_of_the_catalogue() -> None:
    assert differing(FOLDER, pages(texts())) == []


@pytest.mark.parametrize("code", CATALOGUE)
def test_the_index_links_to_the_page_of_every_code(code: str) -> None:
    assert f"]({code}.md)" in (FOLDER / INDEX).read_text(encoding="utf-8")


@pytest.mark.parametrize("code", CATALOGUE)
def test_a_page_leaves_no_fact_in_braces(code: str) -> None:
    assert "{" not in pages(texts())[f"{code}.md"]


def test_a_page_says_what_it_means_who_acts_and_which_choices_there_are() -> None:
    page = pages(texts())["ambiguous_number.md"]
    assert page.startswith("# Same number but different names\n")
    assert "Who acts: **Your company**" in page
    assert "“*name*” and “*other name*”" in page
    assert "\n1. If the two are the same, choose “Link”.\n2. " in page
    assert "* **Leave out** (`leave_out`): " in page


def test_steps_end_where_other_text_begins() -> None:
    assert "chooses “Create as new”.\n\nYou do not have to do anything." in pages(texts())["create_uncertain.md"]


def test_a_note_is_not_called_an_error() -> None:
    assert "It is not an error." in pages(texts())["sub_project.md"]
    assert "It is not an error." not in pages(texts())["name_missing.md"]


def test_a_page_that_is_missing_changed_or_left_over_differs(tmp_path: Path) -> None:
    wanted = {"kept.md": "same\n", "missing.md": "new\n", "changed.md": "new\n"}
    (tmp_path / "kept.md").write_text("same\n", encoding="utf-8")
    (tmp_path / "changed.md").write_text("old\n", encoding="utf-8")
    (tmp_path / "left_over.md").write_text("old\n", encoding="utf-8")
    assert differing(tmp_path, wanted) == ["changed.md", "left_over.md", "missing.md"]


def test_writing_makes_the_folder_as_wanted(tmp_path: Path) -> None:
    (tmp_path / "left_over.md").write_text("old\n", encoding="utf-8")
    write(tmp_path, {"a.md": "a\n"})
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {"a.md": "a\n"}
