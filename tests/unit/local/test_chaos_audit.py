"""The auditor of `make chaos` finds what must not be booked, and takes for good what is explained."""

from dataclasses import replace
from decimal import Decimal

import pytest

from local.chaos.auditor import Audit
from local.chaos.bills import Bill, Bills, Order
from local.chaos.office import Paper
from local.chaos.sight import Explanations
from samspill.model.kinds import Kind, Side

HERE = Bill("1", "Z0001", credit=False, net=Decimal(100), gross=Decimal(125))
THERE = replace(HERE, id="900", order="800")
NOTE_HERE = replace(HERE, id="2", credit=True)
NOTE_THERE = replace(THERE, id="901", credit=True)
ORDER = Order("800", "Z0001", closed=True)
TOLD = Explanations(problems={(Kind.INVOICE, Side.APP, "1"): "vat_not_mapped"})


def promises(bills: Bills, told: Explanations | None = None) -> list[str]:
    return [each.promise for each in Audit(bills, told or Explanations(), [Paper(0, "Z0001", 1)]).faults()]


def test_an_invoice_and_its_credit_note_that_stand_once_with_their_totals_are_good() -> None:
    assert promises(Bills((HERE, NOTE_HERE), (THERE, NOTE_THERE), (ORDER,))) == []


def test_a_booked_invoice_that_is_not_there_is_lost_unless_somebody_is_told() -> None:
    assert promises(Bills((HERE,))) == ["nothing lost"]
    assert promises(Bills((HERE,)), TOLD) == []


def test_a_draft_stays_where_it_is() -> None:
    draft = replace(HERE, done=False)
    assert promises(Bills((draft,))) == []
    assert promises(Bills((draft,), (THERE,), (ORDER,))) == ["equal"]
    assert promises(Bills((draft,), (THERE,), (ORDER,)), TOLD) == []


@pytest.mark.parametrize("twice", [THERE, NOTE_THERE])
def test_what_stands_twice_is_found_whoever_is_told(twice: Bill) -> None:
    both = Bills((HERE, NOTE_HERE), (THERE, NOTE_THERE, replace(twice, id="902")), (ORDER,))
    assert promises(both, TOLD) == ["nothing twice"]


def test_other_totals_are_found_unless_somebody_is_told() -> None:
    other = Bills((HERE,), (replace(THERE, gross=Decimal("125.01")),), (ORDER,))
    assert promises(other) == ["equal"]
    assert promises(other, TOLD) == []


def test_a_line_for_rounding_makes_the_sum_to_be_paid_equal() -> None:
    rounded = Bills((HERE,), (replace(THERE, net=Decimal("99.99")),), (ORDER,))
    assert promises(rounded) == []
    assert promises(replace(rounded, tripletex=(replace(THERE, net=Decimal(98)),))) == ["equal"]


def test_a_part_that_was_credited_as_a_whole_is_found_whoever_is_told() -> None:
    part = replace(NOTE_HERE, net=Decimal(40), gross=Decimal(50))
    told = Explanations(problems={(Kind.CREDIT_NOTE, Side.APP, "2"): "partial_credit_note"})
    assert promises(Bills((HERE, part), (THERE,), (ORDER,)), told) == []
    assert promises(Bills((HERE, part), (THERE, NOTE_THERE), (ORDER,)), told) == ["equal"]


def test_an_invoice_that_nobody_made_out_is_found() -> None:
    assert promises(Bills((HERE,), (THERE, replace(THERE, id="903", mark="")), (ORDER,))) == ["nothing twice"]


def test_an_order_that_could_be_invoiced_again_is_found() -> None:
    assert promises(Bills((HERE,), (THERE,), (replace(ORDER, closed=False),))) == ["nothing twice"]


def test_an_order_that_was_left_behind_is_found_unless_somebody_is_told() -> None:
    left = Bills((replace(HERE, done=False),), (), (ORDER,))
    assert promises(left) == ["nothing lost"]
    assert promises(left, TOLD) == []


def test_whatever_was_sent_is_found() -> None:
    assert promises(Bills((HERE,), (THERE,), (ORDER,), ("invoice 900 to post@kunde.example",))) == ["nothing sent"]
