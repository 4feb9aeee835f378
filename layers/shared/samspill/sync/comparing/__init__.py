"""Compares both registers of a kind with their bases, in bounded memory and in slices of time."""
