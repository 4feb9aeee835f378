"""The mails of the embedded AWS, with links that lead to the pages as this machine serves them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from local.deployment import DEFAULTS
from local.stack import Mail

_LINK = re.compile(re.escape(DEFAULTS["PublicUrl"]) + r"(/[^\s>]*)")


@dataclass(frozen=True)
class Piece:
    """A part of a mail's text; `to` is where it leads, if it is a link."""

    text: str
    to: str = ""


@dataclass(frozen=True)
class Letter:
    """A mail as the inbox shows it; `number` counts from the first one sent."""

    number: int
    to: str
    subject: str
    pieces: tuple[Piece, ...]


def letters(mails: list[Mail], wanted: str = "") -> list[Letter]:
    """The mails to `wanted` (or to anybody), newest first."""
    numbered = [(number, mail) for number, mail in enumerate(mails, 1) if not wanted or wanted in mail.recipients]
    return [
        Letter(number, ", ".join(mail.recipients), mail.subject, tuple(_pieces(mail.text)))
        for number, mail in reversed(numbered)
    ]


def _pieces(text: str) -> Iterator[Piece]:
    begun = 0
    for found in _LINK.finditer(text):
        yield Piece(text[begun : found.start()])
        yield Piece(found[0], found[1])
        begun = found.end()
    yield Piece(text[begun:])
