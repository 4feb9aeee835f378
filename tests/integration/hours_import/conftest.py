"""Each test of files has a company of its own between both sandboxes."""

from tests.integration.hours.conftest import sandboxes, scene

__all__ = ["sandboxes", "scene"]
