import pytest

from samspill.store.search_text import fold, searchable


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("ÅSE", "åse"),
        ("A\u030ase", "åse"),
        ("Ærlig Ødegård", "ærlig ødegård"),
        ("Café Müller", "cafe muller"),
        ("Straße", "strasse"),
        ("10 042", "10 042"),
        ("", ""),
    ],
)
def test_case_and_accents_are_folded_but_norwegian_letters_stay(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@pytest.mark.parametrize("typed", ["Ødegård", "ødegård", "odegard", "ODEGARD", "øde"])
def test_a_name_is_found_as_typed_and_without_norwegian_letters(typed: str) -> None:
    assert fold(typed) in searchable("Ødegård & Sønn", None)


def test_what_is_searched_does_not_run_from_one_part_into_the_next() -> None:
    assert fold("sen10") not in searchable("Hansen", "10")


def test_nothing_is_searched_where_nothing_is_known() -> None:
    assert searchable(None, "") == ""
