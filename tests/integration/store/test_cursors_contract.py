"""How far registers have been polled; the same for DynamoDB and in memory."""

from samspill.model.kinds import Kind, Side
from samspill.sync.ports import Stores


def test_a_register_that_was_never_polled_has_an_empty_cursor(stores: Stores) -> None:
    assert stores.cursors.get(Kind.CUSTOMER, Side.APP) == ""


def test_a_cursor_is_kept_for_each_kind_and_side(stores: Stores) -> None:
    stores.cursors.put(Kind.CUSTOMER, Side.APP, "first")
    stores.cursors.put(Kind.CUSTOMER, Side.TRIPLETEX, "other side")
    stores.cursors.put(Kind.PROJECT, Side.APP, "other kind")
    stores.cursors.put(Kind.CUSTOMER, Side.APP, "second")
    assert stores.cursors.get(Kind.CUSTOMER, Side.APP) == "second"
