"""Writes docs/problems: a page for each problem code, from the catalogue of codes and its English texts.

python -m local.problem_pages           write the pages anew
python -m local.problem_pages --check   write nothing; say which pages differ, and fail if one does
"""

import argparse
import re
import sys
from pathlib import Path

from babel.messages.pofile import read_po

import samspill
from samspill.model.problems import CATALOGUE, ProblemKind

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "problems"
ENGLISH = Path(samspill.__file__).parent / "locale" / "en" / "LC_MESSAGES" / "samspill.po"
INDEX = "README.md"

_ORIGIN = "<!-- Written by local/problem_pages.py from the message catalogue: change the texts there. -->"
_FACT = re.compile(r"{(\w+)}")
_STEP = re.compile(r"\d\. ")


def texts() -> dict[str, str]:
    """The English texts by message id."""
    with ENGLISH.open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id}


def pages(english: dict[str, str]) -> dict[str, str]:
    """All pages by file name, the index among them."""
    return {
        INDEX: _index(english),
        **{f"{kind.code}.md": _page(kind, english) for kind in CATALOGUE.values()},
    }


def _page(kind: ProblemKind, english: dict[str, str]) -> str:
    def text(part: str) -> str:
        return english[f"problem.{kind.code}.{part}"]

    acts = english[f"actor.{kind.actor}"]
    sort = "This explains a rule. It is not an error." if kind.note else "This stays open until it is solved."
    blocks = [
        f"# {text('title')}",
        _ORIGIN,
        f"Code: `{kind.code}`. Who acts: **{acts}**. {sort}",
        "## What it means",
        *_paragraphs(text("explanation")),
        "## What to do",
        *_paragraphs(text("remedy")),
    ]
    if kind.choices:
        choices = [(english[f"choice.{c}"], english[f"choice.{c}.explanation"], c.value) for c in kind.choices]
        blocks += ["## Choices", "\n".join(f"* **{label}** (`{value}`): {why}" for label, why, value in choices)]
    if _FACT.search(text("explanation") + text("remedy")):
        blocks.append("Words in *italics* stand for what the message itself fills in.")
    return "\n\n".join([*blocks, f"[All problems]({INDEX})"]) + "\n"


def _index(english: dict[str, str]) -> str:
    def table(kinds: list[ProblemKind]) -> str:
        rows = [
            f"| [{english[f'problem.{kind.code}.title']}]({kind.code}.md) | `{kind.code}` "
            f"| {english[f'actor.{kind.actor}']} |"
            for kind in kinds
        ]
        return "\n".join(["| What | Code | Who acts |", "|---|---|---|", *rows])

    return (
        "\n\n".join(
            [
                "# Problems and notes",
                _ORIGIN,
                "Every record that is not kept equal has a reason, and every reason has a code. Codes never change "
                "their meaning; the texts exist in Norwegian, English, Swedish and Danish.",
                "## Problems: somebody has to act, or the systems have to answer again",
                table([kind for kind in CATALOGUE.values() if not kind.note]),
                "## Notes: a rule explains why a record stays outside",
                table([kind for kind in CATALOGUE.values() if kind.note]),
            ]
        )
        + "\n"
    )


def _paragraphs(text: str) -> list[str]:
    """Markdown blocks: facts in italics, numbered steps together as one list."""
    blocks: list[str] = []
    for line in _FACT.sub(lambda found: f"*{found[1].replace('_', ' ')}*", text).splitlines():
        if blocks and _STEP.match(line) and _STEP.match(blocks[-1]):
            blocks[-1] += f"\n{line}"
        else:
            blocks.append(line)
    return blocks


def differing(folder: Path, wanted: dict[str, str]) -> list[str]:
    """Names of pages in `folder` that are missing, not as wanted, or not wanted at all."""
    there = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    return sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name))


def write(folder: Path, wanted: dict[str, str]) -> None:
    """Make `folder` hold exactly the wanted pages."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in differing(folder, wanted):
        if name in wanted:
            (folder / name).write_text(wanted[name], encoding="utf-8")
        else:
            (folder / name).unlink()


def main(arguments: list[str] | None = None) -> int:
    """Write or check the pages; 1 when `--check` finds a difference."""
    parser = argparse.ArgumentParser(description="Write docs/problems from the message catalogue.")
    parser.add_argument("--check", action="store_true", help="write nothing, fail when a page differs")
    wanted = pages(texts())
    if not parser.parse_args(arguments).check:
        write(FOLDER, wanted)
        return 0
    stale = differing(FOLDER, wanted)
    for name in stale:
        print(f"docs/problems/{name} is not what the catalogue says: run `python -m local.problem_pages`")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
