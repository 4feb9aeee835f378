"""What happens once, at onboarding, beside records: what must be chosen, payment terms, stock."""
