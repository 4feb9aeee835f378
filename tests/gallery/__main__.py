"""python -m tests.gallery [PART-OF-A-NAME ...] [--all]: screenshots of scenes, to look at; they go to .local/gallery."""

import argparse
import logging
import time

from local.processes import ROOT
from tests.e2e.browsing import WIDTHS
from tests.gallery.scenes import scenes
from tests.gallery.viewing import LOCALES, SCHEMES, gallery

SHOTS = ROOT / ".local" / "gallery"


def main() -> None:
    """Write the screenshots and say where they are."""
    parser = argparse.ArgumentParser(prog="python -m tests.gallery", description=__doc__)
    parser.add_argument("names", nargs="*", help="only scenes with one of these in their names")
    parser.add_argument("--all", action="store_true", help="in all languages, and dark as well")
    wanted = parser.parse_args()
    logging.disable(logging.CRITICAL)
    SHOTS.mkdir(parents=True, exist_ok=True)
    with gallery() as opened:
        for name, scene in scenes().items():
            if wanted.names and not any(part in name for part in wanted.names):
                continue
            begun = time.perf_counter()
            with opened.view(scene) as view:
                for language in LOCALES if wanted.all else ("nb",):
                    for scheme in SCHEMES if wanted.all and language == "nb" else SCHEMES[:1]:
                        for width in WIDTHS:
                            path = SHOTS / f"{name}-{width}-{language}-{scheme}.png"
                            path.write_bytes(view.shot(language, width, scheme))
            print(f"{name}: {time.perf_counter() - begun:.1f} s {view.complaints or ''}")
    print(SHOTS)


if __name__ == "__main__":
    main()
