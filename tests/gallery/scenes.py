"""All scenes of the gallery, from every module `scenes_<area>.py` here."""

import importlib
from pathlib import Path

from tests.gallery.scene import Scene


def scenes() -> dict[str, Scene]:
    """By name, in their areas' order. Raises ValueError when two are called the same."""
    found: dict[str, Scene] = {}
    for path in sorted(Path(__file__).parent.glob("scenes_*.py")):
        for scene in importlib.import_module(f"tests.gallery.{path.stem}").SCENES:
            if scene.name in found:
                raise ValueError(f"two scenes are called {scene.name}")
            found[scene.name] = scene
    return found
