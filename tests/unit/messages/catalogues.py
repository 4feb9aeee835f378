"""The catalogues as the tests read them."""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

import samspill
from tests.unit.messages.expected import LANGUAGES

LOCALE = Path(samspill.__file__).parent / "locale"


def catalogue(language: str) -> Catalog:
    """The catalogue of `language`."""
    with (LOCALE / language / "LC_MESSAGES" / "samspill.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


#: Language -> message id -> text.
TEXTS: dict[str, dict[str, str]] = {
    language: {str(message.id): str(message.string) for message in catalogue(language) if message.id}
    for language in LANGUAGES
}
