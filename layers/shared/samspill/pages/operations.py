"""How all connections are doing: for staff."""

from samspill.pages.routing import Route

ROUTES: tuple[Route, ...] = ()
