"""Documents: invoices, credit notes and purchase orders, carried from the app into the books exactly once."""
