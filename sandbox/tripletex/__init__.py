"""A Tripletex on localhost: its rules, errors, limits, webhooks and traps as far as they are known."""

from sandbox.tripletex import schemas

__all__ = ["schemas"]
