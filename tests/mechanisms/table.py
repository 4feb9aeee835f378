"""Every mechanism and how it is taken away: one list, from tables by topic."""

from tests.mechanisms import (
    variants_documents,
    variants_hours,
    variants_staff,
    variants_start_up,
    variants_stores,
    variants_sync,
    variants_tasks,
)

VARIANTS = (
    *variants_sync.VARIANTS,
    *variants_documents.VARIANTS,
    *variants_hours.VARIANTS,
    *variants_stores.VARIANTS,
    *variants_tasks.VARIANTS,
    *variants_start_up.VARIANTS,
    *variants_staff.VARIANTS,
)
