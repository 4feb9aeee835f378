"""Staff sign in at their identity provider, and out."""

from samspill.pages.routing import Route

ROUTES: tuple[Route, ...] = ()
