"""Rackbeat."""
