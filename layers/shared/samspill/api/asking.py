"""Who asks, for what, and how they want to be answered."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from samspill.composition import App, app
from samspill.exceptions import NotFound
from samspill.model.connection import Connection


class Role(StrEnum):
    """Whose bearer key it is."""

    PRODUCT = "product"
    STAFF = "staff"


@dataclass(frozen=True)
class Caller:
    """The owner of a key. A product has one integration and sees nothing else; staff see all (`integration`
    is None). `name` is the integration's, or the member of staff's."""

    role: Role
    name: str
    integration: str | None = None

    def may_see(self, connection: Connection) -> bool:
        """Whether the connection exists for this caller."""
        return self.role is Role.STAFF or self.integration == connection.integration


@dataclass(frozen=True)
class Asking:
    """One request. `by` is who is noted as the one who did it."""

    app: App
    caller: Caller
    language: str
    request_id: str | None

    def connection(self, connection_id: str) -> Connection:
        """The connection. Raises NotFound also when it is somebody else's."""
        found = self.app.connections.get(connection_id)
        if not self.caller.may_see(found):
            raise NotFound(f"connection {connection_id}")
        return found

    def by(self, person: str | None) -> str:
        """Who acts: staff by the name of their key, otherwise the person the product names, else the product."""
        if self.caller.role is Role.STAFF:
            return self.caller.name
        return person or self.caller.name


def caller_of(authorization: str | None) -> Caller | None:
    """Whose key the Authorization header holds; None when it is nobody's."""
    scheme, _, key = (authorization or "").strip().partition(" ")
    key = key.strip()
    if scheme.lower() != "bearer" or not key:
        return None
    integration = app().secrets.product_for(key)
    if integration is not None:
        return Caller(Role.PRODUCT, integration, integration)
    staff = app().secrets.staff_for(key)
    return None if staff is None else Caller(Role.STAFF, staff)


def asking(router: Any) -> Asking:
    """The request that a route of `router` works on."""
    found = router.context["asking"]
    assert isinstance(found, Asking)
    return found
