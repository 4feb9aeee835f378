"""Plans that wait for a member of staff."""

from samspill.pages.routing import Route

ROUTES: tuple[Route, ...] = ()
