"""Svenn."""
