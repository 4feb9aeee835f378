"""The business rules of each kind of object (reference section 8)."""
