"""Asking support about a problem."""

from samspill.pages.routing import Route

ROUTES: tuple[Route, ...] = ()
