"""Folded text to search in: DynamoDB has no text search, so names are folded when they are written."""

import unicodedata

_KEPT = "æøå"
_PLAIN = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})


def fold(text: str) -> str:
    """Lower case without accents; æ, ø and å stay, for they are letters and not accented ones."""
    lowered = unicodedata.normalize("NFC", text).casefold()
    return "".join(letter if letter in _KEPT else _without_accent(letter) for letter in lowered)


def searchable(*parts: str | None) -> str:
    """What `fold(query)` is looked for in: each part as typed, and with æ, ø, å written plainly."""
    folded = [fold(part) for part in parts if part]
    plain = [text.translate(_PLAIN) for text in folded]
    return "\n".join(dict.fromkeys(folded + plain))


def _without_accent(letter: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c))
