"""Bodies as JSON text: amounts keep every digit, for none of them becomes a binary fraction on its way."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any


def json_text(value: Any) -> str:
    """`value` as JSON; a Decimal as a number with exactly its digits. Raises ValueError for what is no JSON."""
    match value:
        case Decimal():
            if not value.is_finite():
                raise ValueError(f"{value} is no JSON")
            return format(value, "f")
        case Mapping():
            return "{" + ",".join(f"{json.dumps(str(name))}:{json_text(each)}" for name, each in value.items()) + "}"
        case list() | tuple():
            return "[" + ",".join(map(json_text, value)) + "]"
        case _:
            return json.dumps(value, ensure_ascii=False, allow_nan=False)
