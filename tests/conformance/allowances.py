"""Where exchanges may differ from OpenAPI 2.75.00, each with the source that says so."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.conformance.exchange import Finding


@dataclass(frozen=True)
class Allowance:
    """`route` and `text` are patterns of what is allowed; `source` is a section of the reference."""

    route: str
    text: str
    source: str

    def covers(self, finding: Finding) -> bool:
        """Whether the finding is one of these."""
        return bool(re.fullmatch(self.route, finding.route) and re.fullmatch(self.text, finding.text))


ALLOWANCES = (
    Allowance(".*", r"error: no envelope on (500|502|503|504)", "5.1: an HTML page on 500, a plain one on 502"),
    Allowance("GET .*", "error: no envelope on 304", "3.5: an unchanged list has no body"),
    Allowance(".*", "error: no envelope on 0", "a connection that was cut on purpose has no answer"),
    Allowance(
        "(POST|PUT) /customer.*",
        r"request\.isCustomer: read-only",
        "issue 110: read-only fields are ignored; the sandbox's tests send them on purpose",
    ),
)


def not_allowed(findings: list[Finding]) -> list[Finding]:
    """The findings that no allowance covers."""
    return [each for each in findings if not any(allowance.covers(each) for allowance in ALLOWANCES)]
