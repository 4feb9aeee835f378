"""A company connects itself, step by step."""

from samspill.pages.routing import Route

ROUTES: tuple[Route, ...] = ()
