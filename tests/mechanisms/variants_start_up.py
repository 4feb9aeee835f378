"""Start-up beside records: stock is booked once, payment terms are made once, and the plan covers both."""

from tests.mechanisms.broken import Broken

SYNC, UNIT = "layers/shared/samspill/sync/", "tests/unit/sync/start_up/"
BOOKS = f"{UNIT}test_stock.py::test_the_shelf_holds_what_tripletex_has[10-0]"


def _broken(
    mechanism: str, how: str, file: str, of: str, to: str, test: str, alive: str = BOOKS
) -> Broken:  # fmt: skip
    return Broken(mechanism, how, f"{SYNC}{file}", of, to, (f"{UNIT}{test}",), alive)


STOCK = (
    _broken(
        "stock is looked up by our key before a retry",
        "nothing looked for before a second try",
        "start_up/stock.py",
        "look=lambda _sent: [found] if (found := app.find_adjustment(reason)) else []",
        "look=lambda _sent: []",
        "test_stock.py::test_a_lost_answer_books_nothing_twice[made-done]",
    ),
    _broken(
        "stock is settled for good",
        "what is equal not remembered",
        "start_up/stock.py",
        "if difference is None:",
        "if not difference:",
        "test_stock.py::test_a_first_sync_that_begins_again_books_nothing_after_goods_were_sold[10]",
    ),
    _broken(
        "a draft is booked only when it still fits",
        "any draft booked",
        "start_up/stock.py",
        "if draft.quantity != difference:",
        "if draft.quantity == difference + 1:",
        "test_stock.py::test_a_draft_is_not_booked_when_a_person_has_put_the_shelf_right_meanwhile",
    ),
    _broken(
        "a connection that was turned off books nothing more",
        "drafts booked unguarded",
        "documents/once.py",
        "desk.guard()",
        "desk.clock()",
        "test_stock.py::test_a_connection_that_was_turned_off_books_nothing_more",
    ),
)

TERMS = (
    _broken(
        "payment terms that mean the same are used",
        "payment terms made without a look",
        "start_up/payment_terms.py",
        "look_first=True",
        "look_first=False",
        "test_payment_terms.py::test_payment_terms_that_mean_the_same_are_used",
    ),
)

APPROVAL = (
    _broken(
        "an approval covers start-up",
        "the hash of the rows alone",
        "first_sync/planning.py",
        "if start_up is not None:",
        "if start_up is not None and not start_up:",
        "test_effects.py::test_an_approval_covers_what_start_up_does_beside_the_rows",
    ),
)

VARIANTS = (*STOCK, *TERMS, *APPROVAL)
