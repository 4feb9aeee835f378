"""The plan of a first sync: a picture, rows, decisions, approval."""

from samspill.pages.routing import Route

ROUTES: tuple[Route, ...] = ()
