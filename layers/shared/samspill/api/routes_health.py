"""Is the API there at all."""

from typing import Literal

from samspill.api.endpoints import PUBLIC, endpoint, new_router
from samspill.api.models import Model

router = new_router()


class Health(Model):
    """The API answers."""

    status: Literal["ok"] = "ok"


@endpoint(router, "GET", "/v1/health", tag="health", roles=PUBLIC, takes_json=False)
def health() -> Health:
    """Tell that the API answers."""
    return Health()
