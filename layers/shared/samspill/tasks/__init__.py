"""Use cases by name: what each function calls."""
