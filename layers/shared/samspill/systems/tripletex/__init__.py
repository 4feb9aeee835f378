"""Tripletex API v2."""
