"""Who asks, for what, and how they want to be answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from samspill.api.bodies import Stopped
from samspill.api.problem_details import Trouble
from samspill.composition import App, app
from samspill.exceptions import NotFound
from samspill.model.connection import Connection
from samspill.model.onboarding import Onboarding
from samspill.tasks.sessions import as_it_is, session_of


class Role(StrEnum):
    """Whose bearer key it is."""

    PRODUCT = "product"
    STAFF = "staff"
    CUSTOMER = "customer"


@dataclass(frozen=True)
class Caller:
    """The owner of a key. A product has one integration and sees nothing else; staff see all (`integration`
    is None); a customer sees one onboarding, one connection, or both. `name` is the integration's, the member of
    staff's, or the customer's e-mail address."""

    role: Role
    name: str
    integration: str | None = None
    onboarding: str | None = None
    connection: str | None = None

    def may_see(self, connection: Connection) -> bool:
        """Whether the connection exists for this caller."""
        if self.role is Role.CUSTOMER:
            return self.connection == connection.id
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

    def owned(self, connection_id: str) -> Connection:
        """The connection whose plan this caller decides about, and whether it runs. Raises NotFound; Stopped
        (forbidden) for a customer of an app for which the product and staff do that."""
        found = self.connection(connection_id)
        if self.caller.role is Role.CUSTOMER and not self.app.integration(found.integration).self_service:
            raise Stopped(Trouble(403, "forbidden"))
        return found

    def own_onboarding(self, onboarding_id: str) -> Onboarding:
        """The customer's onboarding. Raises NotFound also when it is somebody else's."""
        if self.caller.onboarding != onboarding_id:
            raise NotFound(f"onboarding {onboarding_id}")
        return as_it_is(self.app, onboarding_id)

    def by(self, person: str | None) -> str:
        """Who acts: staff by the name of their key, customers by their address, otherwise the person the product
        names, else the product."""
        if self.caller.role is Role.PRODUCT:
            return person or self.caller.name
        return self.caller.name


def caller_of(authorization: str | None) -> Caller | None:
    """Whose key the Authorization header holds; None when it is nobody's."""
    scheme, _, key = (authorization or "").strip().partition(" ")
    key = key.strip()
    if scheme.lower() != "bearer" or not key:
        return None
    session = session_of(app(), key)
    if session is not None:
        return Caller(Role.CUSTOMER, session.by, session.integration, session.onboarding, session.connection)
    integration = app().secrets.product_for(key)
    if integration is not None:
        return Caller(Role.PRODUCT, integration, integration)
    staff = app().secrets.staff_for(key)
    return None if staff is None else Caller(Role.STAFF, staff)


@dataclass(frozen=True)
class Visit:
    """A request of somebody without a key. `source` is their address on the internet; `claims` are what their
    identity provider says of them, where API Gateway has checked that."""

    app: App
    language: str
    source: str
    claims: Mapping[str, str] = field(default_factory=dict)


def visit(router: Any) -> Visit:
    """The request of a stranger that a public route of `router` works on."""
    found = router.context["visit"]
    assert isinstance(found, Visit)
    return found


def asking(router: Any) -> Asking:
    """The request that a route of `router` works on."""
    found = router.context["asking"]
    assert isinstance(found, Asking)
    return found
