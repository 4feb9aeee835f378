"""One request of a browser, as API Gateway hands it over (payload version 2.0)."""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from samspill import messages

#: The session, and the language somebody chose here. The prefix keeps other hosts from setting them.
SESSION, LANGUAGE, PROBE = "__Host-samspill", "__Host-samspill-language", "__Host-samspill-probe"
#: While staff are at their identity provider.
ATTEMPT = "__Host-samspill-attempt"
#: No form of ours sends more, in bytes; one with a file as much as still fits into what Lambda takes (6 MB).
LARGEST_FORM, LARGEST_UPLOAD = 64 * 1024, 4 * 1024 * 1024 + 64 * 1024
#: Names in a form or a query: settings have one for each task and tag of a company.
MOST_FIELDS = 1500
_WITH_FILES = "multipart/form-data"
_BOUNDARY = re.compile(r'boundary=(?:"([^"]{1,200})"|([^\s;"]{1,200}))', re.IGNORECASE)
_NAME = re.compile(rb'^content-disposition:[^\r\n]*?;\s*name="([^"\r\n]*)"', re.IGNORECASE | re.MULTILINE)
_IS_FILE = re.compile(rb"^content-disposition:[^\r\n]*?;\s*filename\*?=", re.IGNORECASE | re.MULTILINE)
#: What browsers say of a request that a page of another site makes.
_ELSEWHERE = ("cross-site", "same-site")


class TooLarge(Exception):
    """The form holds more than any of ours sends."""


@dataclass(frozen=True)
class Asked:
    """What the browser asks for. `query` and `form` hold the first value of each name. `packed`: it takes gzip.
    `files` are what was uploaded, by the name of the field. `source` is where the request comes from, an address on
    the internet; `foreign`: a page of somebody else's sends it; `scripted`: a script puts the answer into a page."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    cookies: Mapping[str, str] = field(default_factory=dict)
    accepts: str = ""
    packed: bool = False
    files: Mapping[str, bytes] = field(default_factory=dict)
    request_id: str | None = None
    source: str = ""
    foreign: bool = False
    scripted: bool = False

    @classmethod
    def of(cls, event: Mapping[str, Any]) -> "Asked":
        """Read an event. Raises TooLarge."""
        http, headers = event["requestContext"]["http"], event.get("headers") or {}
        # The embedded AWS leaves them where browsers put them.
        kept = event.get("cookies") or headers.get("cookie", "").split(";")
        cookies = (each.partition("=") for each in kept)
        form, files = _form(event) if http["method"].upper() == "POST" else ({}, {})
        return cls(
            method=http["method"].upper(),
            path=event["rawPath"],
            query=_firsts(event.get("rawQueryString") or ""),
            form=form,
            files=files,
            cookies={name.strip(): value for name, _, value in cookies},
            accepts=headers.get("accept-language", ""),
            packed="gzip" in headers.get("accept-encoding", ""),
            request_id=event["requestContext"].get("requestId"),
            source=http.get("sourceIp", ""),
            foreign=headers.get("sec-fetch-site") in _ELSEWHERE,
            scripted="hx-request" in headers,
        )

    def language(self, known: str | None = None) -> str:
        """The language chosen here, else the one `known` of the visitor, else the browser's."""
        chosen = self.query.get("lang") or self.cookies.get(LANGUAGE)
        return messages.language_of(chosen if chosen in messages.LANGUAGES else known or self.accepts)


def _firsts(text: str) -> dict[str, str]:
    try:
        return {
            name: values[0]
            for name, values in parse_qs(text, keep_blank_values=True, max_num_fields=MOST_FIELDS).items()
        }
    except ValueError:
        return {}


def _form(event: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, bytes]]:
    """Fields and files of a form. Raises TooLarge."""
    called = str((event.get("headers") or {}).get("content-type", ""))
    with_files = called.lower().startswith(_WITH_FILES)
    body = _body(event, LARGEST_UPLOAD if with_files else LARGEST_FORM)
    return _parts(called, body) if with_files else (_firsts(body.decode("utf-8", "replace")), {})


def _parts(called: str, body: bytes) -> tuple[dict[str, str], dict[str, bytes]]:
    """The parts of a form with files, as browsers write them; one without a file name is a field. Raises TooLarge.

    Source: RFC 7578. Parts have no parts, and their content is never encoded (4.6, 4.7).
    """
    fields: dict[str, str] = {}
    files: dict[str, bytes] = {}
    said = _BOUNDARY.search(called)
    if said is None:
        return fields, files
    mark = b"\r\n--" + (said[1] or said[2]).encode()
    pieces = (b"\r\n" + body).split(mark, MOST_FIELDS + 1)
    if len(pieces) > MOST_FIELDS + 1:
        raise TooLarge
    for piece in pieces[1:]:
        head, _, content = piece.partition(b"\r\n\r\n")
        name = _NAME.search(head)
        if name is None:
            continue
        if _IS_FILE.search(head) is None:
            fields.setdefault(name[1].decode("utf-8", "replace"), content.decode("utf-8", "replace"))
        else:
            files.setdefault(name[1].decode("utf-8", "replace"), content)
    return fields, files


def _body(event: Mapping[str, Any], largest: int) -> bytes:
    text = event.get("body") or ""
    if len(text) > largest * 4 // 3 + 4:
        raise TooLarge
    body = base64.b64decode(text) if event.get("isBase64Encoded") else text.encode()
    if len(body) > largest:
        raise TooLarge
    return body
