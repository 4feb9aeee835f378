"""Kinds x direction x rules x owners of each app, as tables."""
