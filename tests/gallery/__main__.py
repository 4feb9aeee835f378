"""python -m tests.gallery [PART-OF-A-NAME ...] [--all | --baselines]: screenshots of scenes.

They go to .local/gallery, to be looked at; with --baselines they become what the gallery's test compares with.
"""

import argparse
import logging

from local.processes import ROOT
from samspill import messages
from tests.e2e.browsing import WIDTHS
from tests.gallery.baselines import BASELINES, baselines_of
from tests.gallery.scene import Scene
from tests.gallery.scenes import scenes
from tests.gallery.viewing import SCHEMES, View, gallery

SHOTS = ROOT / ".local" / "gallery"


def main() -> None:
    """Write the screenshots and say where they are."""
    parser = argparse.ArgumentParser(prog="python -m tests.gallery", description=__doc__)
    parser.add_argument("names", nargs="*", help="only scenes with one of these in their names")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--all", action="store_true", help="in all languages, and dark as well")
    how.add_argument("--baselines", action="store_true", help="write the baselines anew")
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)
    wanted = [scene for name, scene in scenes().items() if not asked.names or any(n in name for n in asked.names)]
    with gallery() as opened:
        for scene in wanted:
            with opened.view(scene) as view:
                if asked.baselines:
                    for baseline in baselines_of(scene):
                        baseline.write(view)
                else:
                    _shoot(view, everything=asked.all)
                print(scene.name, *view.complaints, sep="\n  ")
    if asked.baselines and not asked.names:
        _clear(wanted)
    print(BASELINES if asked.baselines else SHOTS)


def _shoot(view: View, *, everything: bool) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    for language in messages.LANGUAGES if everything else ("nb",):
        for scheme in SCHEMES if everything and language == "nb" else SCHEMES[:1]:
            for width in WIDTHS:
                name = f"{view.scene.name}-{width}-{language}-{scheme}.png"
                (SHOTS / name).write_bytes(view.shot(language, width, scheme))


def _clear(kept: list[Scene]) -> None:
    """Baselines of scenes that are gone."""
    names = {baseline.path for scene in kept for baseline in baselines_of(scene)}
    for path in set(BASELINES.glob("*.*")) - names:
        path.unlink()


if __name__ == "__main__":
    main()
