"""How far both sides were apart when they were last compared."""

from samspill.composition import App
from samspill.model.connection import Connection
from samspill.model.drift import Drift


def drifts(app: App, connection: Connection) -> list[Drift]:
    """The last comparison of each kind that is on and was compared, parents first."""
    found = {drift.kind: drift for drift in app.stores(connection.id).drifts.all()}
    kinds = connection.kinds_on(app.integration_of(connection).kinds)
    return [found[kind] for kind in kinds if kind in found]
