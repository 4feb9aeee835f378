"""Baselines: each scene as it was when somebody had looked at it, in bokmål, light, important ones dark too."""

from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from local.processes import ROOT
from tests.e2e.browsing import WIDTHS
from tests.gallery.comparing import compared, keep, opened, shown
from tests.gallery.scene import Scene
from tests.gallery.viewing import Scheme, View

BASELINES = ROOT / "tests" / "gallery" / "baselines"
#: What a comparison that failed leaves to look at; git does not see it.
FAILED = ROOT / ".local" / "gallery-failed"


@dataclass(frozen=True)
class Baseline:
    """One picture of a scene."""

    scene: str
    width: int
    scheme: Scheme

    @property
    def path(self) -> Path:
        """Where it lies."""
        return BASELINES / f"{self.scene}-{self.width}{'-dark' if self.scheme == 'dark' else ''}.webp"

    def write(self, view: View) -> None:
        """What is seen now is how it should look."""
        keep(self._seen(view), self.path)

    def difference(self, view: View) -> str | None:
        """What is not as it was, and where both can be looked at; None when all is."""
        actual = self._seen(view)
        if not self.path.exists():
            return f"{self.path.name} is missing: make baselines"
        comparison = compared(actual, Image.open(self.path))
        if comparison.same:
            return None
        FAILED.mkdir(parents=True, exist_ok=True)
        actual.save(FAILED / f"{self.path.stem}.png")
        shown(actual, comparison).save(FAILED / f"{self.path.stem}-marked.png")
        return f"{self.path.name}: {comparison}; see {FAILED.relative_to(ROOT)}"

    def _seen(self, view: View) -> Image.Image:
        return opened(view.shot("nb", self.width, self.scheme))


def baselines_of(scene: Scene) -> list[Baseline]:
    """Those a scene has."""
    schemes: tuple[Scheme, ...] = ("light", "dark") if scene.important else ("light",)
    return [Baseline(scene.name, width, scheme) for scheme in schemes for width in WIDTHS]
