"""Each test of the table says in its docstring how it was seen to fail: table and tests may not drift apart."""

import ast
from collections.abc import Iterable, Iterator

from tests.mechanisms.broken import ROOT, Broken


def unsaid(variants: Iterable[Broken]) -> Iterator[str]:
    """What each docstring lacks."""
    for variant in variants:
        for test in variant.tests:
            if sentence(variant) not in docstring(test):
                yield f"{test} does not say: {sentence(variant)}"


def sentence(variant: Broken) -> str:
    """What a test's docstring says of the variant."""
    return f"Seen to fail with {variant.how}."


def docstring(test: str) -> str:
    """The docstring of a test by its id, on one line; empty when there is none."""
    file, name = test.split("::", 1)
    wanted = name.split("[", 1)[0]
    for node in ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.name == wanted:
            return " ".join((ast.get_docstring(node) or "").split())
    return ""
