"""Kinds x direction x rules x owners of each app, as tables. Add an app: add a module and a line here."""

from samspill.integrations import rackbeat, svenn
from samspill.model.rules import Integration

INTEGRATIONS: dict[str, Integration] = {
    integration.name: integration for integration in (svenn.INTEGRATION, rackbeat.INTEGRATION)
}
