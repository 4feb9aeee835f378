"""The keys of a connection, given anew."""

from samspill.pages.routing import Route

ROUTES: tuple[Route, ...] = ()
