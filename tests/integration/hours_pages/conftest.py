"""Each test of the pages of hours has a company of its own between both sandboxes."""

import pytest

from tests.integration.hours.conftest import sandboxes, scene
from tests.integration.hours.scene import Scene
from tests.integration.pages.browser import Browser

__all__ = ["sandboxes", "scene"]


@pytest.fixture
def browser(scene: Scene) -> Browser:
    made = Browser(scene.sandboxes.bench)
    made.sign_in(scene.connection)
    return made
