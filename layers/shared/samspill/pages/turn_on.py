"""The card of an account that is not connected yet."""

from samspill.pages.routing import Route

ROUTES: tuple[Route, ...] = ()
