"""Where a remedy leads: the page on which what it asks for is done, where there is one.

Pages of ours only. Where records stand in Tripletex, Svenn and Rackbeat on the web is documented nowhere; an address
that was guessed would lead people to somebody else's record, or to none.
"""

#: Reasons whose remedy is a setting of the connection.
IN_SETTINGS = frozenset({
    "composed_product", "not_created_in_app", "not_created_in_tripletex", "app_group_missing",
    "app_payment_terms_missing", "department_needed", "project_manager_missing", "project_manager_not_entitled",
    "document_vat_code_unusable", "income_account_missing", "invoice_number_unusable", "document_party_off",
    "project_not_in_tripletex", "vat_not_mapped", "vat_rate_differs", "totals_differ", "partial_credit_note",
    "hours_from_before", "hours_activity_missing", "hours_activity_unusable", "hours_no_standard_activity",
})  # fmt: skip


def way_to(code: str) -> str | None:
    """The page below those of the connection; None where there is none."""
    return "/settings" if code in IN_SETTINGS else None
