"""Every mechanism and how it is taken away: one list, from tables by topic."""

from tests.mechanisms import (
    variants_by_hand,
    variants_documents,
    variants_hours,
    variants_matching,
    variants_merging,
    variants_renumbering,
    variants_staff,
    variants_start_up,
    variants_stores,
    variants_tasks,
    variants_waiting,
)

VARIANTS = (
    *variants_by_hand.VARIANTS,
    *variants_merging.VARIANTS,
    *variants_matching.VARIANTS,
    *variants_renumbering.VARIANTS,
    *variants_waiting.VARIANTS,
    *variants_documents.VARIANTS,
    *variants_hours.VARIANTS,
    *variants_stores.VARIANTS,
    *variants_tasks.VARIANTS,
    *variants_start_up.VARIANTS,
    *variants_staff.VARIANTS,
)
