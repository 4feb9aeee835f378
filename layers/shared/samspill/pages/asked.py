"""One request of a browser, as API Gateway hands it over (payload version 2.0)."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from samspill import messages

#: The session, and the language somebody chose here. The prefix keeps other hosts from setting them.
SESSION, LANGUAGE, PROBE = "__Host-samspill", "__Host-samspill-language", "__Host-samspill-probe"
#: No form of ours sends more.
LARGEST_FORM = 64 * 1024


class TooLarge(Exception):
    """The form holds more than any of ours sends."""


@dataclass(frozen=True)
class Asked:
    """What the browser asks for. `query` and `form` hold the first value of each name.
    `packed`: it takes gzip."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    cookies: Mapping[str, str] = field(default_factory=dict)
    accepts: str = ""
    packed: bool = False
    request_id: str | None = None

    @classmethod
    def of(cls, event: Mapping[str, Any]) -> "Asked":
        """Read an event. Raises TooLarge."""
        http, headers = event["requestContext"]["http"], event.get("headers") or {}
        # The embedded AWS leaves them where browsers put them.
        kept = event.get("cookies") or headers.get("cookie", "").split(";")
        cookies = (each.partition("=") for each in kept)
        return cls(
            method=http["method"].upper(),
            path=event["rawPath"],
            query=_firsts(event.get("rawQueryString") or ""),
            form=_firsts(_body(event)) if http["method"].upper() == "POST" else {},
            cookies={name.strip(): value for name, _, value in cookies},
            accepts=headers.get("accept-language", ""),
            packed="gzip" in headers.get("accept-encoding", ""),
            request_id=event["requestContext"].get("requestId"),
        )

    def language(self, known: str | None = None) -> str:
        """The language chosen here, else the one `known` of the visitor, else the browser's."""
        chosen = self.query.get("lang") or self.cookies.get(LANGUAGE)
        return messages.language_of(chosen if chosen in messages.LANGUAGES else known or self.accepts)


def _firsts(text: str) -> dict[str, str]:
    try:
        return {
            name: values[0] for name, values in parse_qs(text, keep_blank_values=True, max_num_fields=200).items()
        }
    except ValueError:
        return {}


def _body(event: Mapping[str, Any]) -> str:
    text = event.get("body") or ""
    if len(text) > LARGEST_FORM:
        raise TooLarge
    return base64.b64decode(text).decode("utf-8", "replace") if event.get("isBase64Encoded") else text
