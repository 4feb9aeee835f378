"""How the tables about `sync/` name their files and tests."""

from tests.mechanisms.broken import Broken

SYNC, UNIT = "layers/shared/samspill/sync/", "tests/unit/sync/"
EDIT = f"{UNIT}test_engine.py::test_an_edit_arrives_on_the_other_side_and_only_that_field_is_written[tripletex]"
CREATE = f"{UNIT}test_engine.py::test_a_new_customer_arrives_on_the_other_side[tripletex]"
DELETE = f"{UNIT}test_renumbering.py::test_a_record_that_is_really_gone_is_deleted"


def of_sync(
    mechanism: str, how: str, file: str, of: str, to: str, *tests: str, alive: str = EDIT
) -> Broken:  # fmt: skip
    """A row about a file of `sync/` and tests of `tests/unit/sync/`; `alive` shows that the rest still works."""
    return Broken(mechanism, how, f"{SYNC}{file}", of, to, tuple(f"{UNIT}{test}" for test in tests), alive)
