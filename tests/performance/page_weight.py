"""What the heaviest page weighs with all that it loads, packed as it is sent, when the connection is as large as they
get."""

import re
from pathlib import Path

import httpx

from local.bench import Benchmark, Measured
from tests.performance.pages.places import Place
from tests.performance.pages.site import Site, site

_LOADED = re.compile(r'<(?:link|script|img)\b[^>]*?\b(?:href|src)="(/[^"]+)"')


def measure(workdir: Path) -> Measured:
    """The heaviest page."""
    with site(workdir) as full:
        files: dict[str, float] = {}
        there, silent = full.answering()
        pages = {place.path: _page(full, place, files) for place in there}
    worst = max(pages, key=lambda path: pages[path])
    loaded = {address.rpartition("/")[2]: f"{size:.1f} kB" for address, size in files.items()}
    middle = sorted(pages.values())[len(pages) // 2]
    return Measured(pages[worst], {
        "heaviest": worst, "half of them below": f"{middle:.1f} kB", "pages": len(pages), "files": loaded,
        **({"not measured": silent} if silent else {}),
    })  # fmt: skip


def _page(full: Site, place: Place, files: dict[str, float]) -> float:
    """Kilobytes, with all files; each file is asked for once."""
    answer = full.get(place)
    loaded = set(_LOADED.findall(answer.text))
    for address in loaded - set(files):
        files[address] = _sent(full.get(Place(address)))
    return _sent(answer) + sum(files[address] for address in loaded)


def _sent(answer: httpx.Response) -> float:
    """Kilobytes of its body on the way."""
    return answer.num_bytes_downloaded / 1000


BENCHMARK = Benchmark("page-weight", "kB (heaviest page)", 100, "lower", measure)
