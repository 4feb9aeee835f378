"""How documents cross exactly once (DESIGN section 5): intents, look-ups, totals, what is taken back."""

from tests.mechanisms.broken import Broken

DOCUMENTS, UNIT = "layers/shared/samspill/sync/documents/", "tests/unit/sync/documents/"
CROSSES = f"{UNIT}test_invoices.py::test_a_booked_invoice_becomes_an_order_and_an_invoice_of_it"
CREDITED = f"{UNIT}test_credit_notes.py::test_a_credit_note_for_all_of_an_invoice_takes_the_whole_invoice_back"


def _broken(
    mechanism: str, how: str, file: str, of: str, to: str, *tests: str, alive: str = CROSSES
) -> Broken:  # fmt: skip
    return Broken(mechanism, how, f"{DOCUMENTS}{file}", of, to, tuple(f"{UNIT}{test}" for test in tests), alive)


ONCE = (
    _broken(
        "look-up before a retry",
        "retries that do not look first",
        "once.py",
        "tried = claim.attempt > 1 and bool(claim.values)",
        "tried = claim.attempt > 9 and bool(claim.values)",
        "test_lost_answers.py::test_an_order_whose_answer_was_lost_is_looked_up_and_never_made_twice[done]",
    ),
    _broken(
        "intent of a document",
        "tries whose outcome nobody knows forgotten",
        "once.py",
        "    desk.stores.intents.expire(claim, until)",
        "    desk.stores.intents.release(claim)",
        "test_lost_answers.py::test_an_order_whose_answer_was_lost_is_looked_up_and_never_made_twice[done]",
        "test_lost_answers.py::test_an_order_whose_answer_was_lost_is_looked_up_and_never_made_twice[late]",
    ),
    _broken(
        "intent of a document",
        "somebody else's live try passed over",
        "once.py",
        "        return Later(desk.clock() + PEER_LONGEST, counts=False)\n    try:\n        ended",
        "        claim = desk.stores.intents.open([step.key])[step.key]\n    try:\n        ended",
        "test_lost_answers.py::test_who_meets_somebody_elses_live_try_waits",
    ),
    _broken(
        "only what was sent is adopted",
        "whatever carries our key adopted",
        "once.py",
        "next((thing for thing in free if step.is_it(thing, sent)), None)",
        "next(iter(free), None)",
        "test_lost_answers.py::test_a_copy_of_our_order_is_not_taken_for_it",
    ),
    _broken(
        "one guarded retry of a document",
        "orders tried again and again",
        "once.py",
        "TRIES = 2",
        "TRIES = 9",
        "test_lost_answers.py::test_two_lost_answers_that_made_nothing_leave_it_to_a_person",
    ),
    _broken(
        "guard of documents",
        "writes that ask nobody first",
        "once.py",
        "        desk.guard()\n",
        "        desk.clock()\n",
        "test_lost_answers.py::test_nothing_is_written_once_the_connection_has_moved_on",
    ),
    _broken(
        "unknown tries of changed documents",
        "outcomes looked for only when the same is made again",
        "engine.py",
        "recovered = recover(desk, paper, wanted=wanted and paper.choice is not Choice.LINK)",
        "recovered = paper",
        "test_lost_answers.py::test_an_order_of_an_unknown_outcome_goes_with_the_invoice_that_was_opened_again",
    ),
)

TOTALS = (
    _broken(
        "totals compared",
        "totals taken on trust",
        "invoices.py",
        "    difference = differing(crossing.document, link)\n",
        "    difference = None if link else differing(crossing.document, link)\n",
        "test_invoices.py::test_an_order_is_compared_with_the_invoice_before_anything_is_made_of_it",
    ),
    _broken(
        "totals compared",
        "finished invoices taken on trust",
        "crossed.py",
        "    difference = differing(paper.document, link)\n",
        "    difference = None if link else differing(paper.document, link)\n",
        "test_changed_documents.py::"
        "test_a_total_that_differs_only_in_the_finished_invoice_is_told_of_as_soon_as_it_is_made",
    ),
    _broken(
        "differing orders taken back",
        "orders left as they are",
        "orders.py",
        "        books(desk).delete_order(became.order)\n",
        "        books(desk).order(became.order.id)\n",
        "test_invoices.py::test_an_order_that_tripletex_computes_otherwise_is_taken_back_and_the_invoice_is_held",
    ),
    _broken(
        "differing orders taken back",
        "what Tripletex computes otherwise made again and again",
        "engine.py",
        "    same = refused and fate.fingerprint == circumstances(desk, paper)\n",
        "    same = refused and fate.fingerprint != circumstances(desk, paper)\n",
        "test_invoices.py::test_what_is_held_for_its_total_is_not_tried_again_until_somebody_asks",
    ),
    _broken(
        "a part is no whole",
        "any credit note taken for a whole one",
        "credits.py",
        "    if crossing.paper.order is None and _is_whole(document, _credited(crossing, key), invoice, rounding):\n",
        "    if crossing.paper.order is None or _is_whole(document, _credited(crossing, key), invoice, rounding):\n",
        "test_credit_notes.py::test_a_credit_note_for_a_part_is_never_made_as_a_whole",
        alive=CREDITED,
    ),
    _broken(
        "a part is no whole",
        "equal totals taken for equal lines",
        "credits.py",
        "document.currency == credited.currency and _lines(document) == _lines(credited)",
        "document.currency == credited.currency",
        "test_credit_notes.py::test_the_same_total_of_other_lines_is_no_whole",
        alive=CREDITED,
    ),
)

VARIANTS = (*ONCE, *TOTALS)
