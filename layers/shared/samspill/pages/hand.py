"""Linking and unlinking records by hand."""

from samspill.pages.routing import Route

ROUTES: tuple[Route, ...] = ()
