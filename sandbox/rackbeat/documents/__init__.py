"""Orders and invoices: lines, totals, drafts, booking, and what follows from it."""
