"""Why a use case says no although the request is well formed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as given

from samspill.exceptions import SamspillError


class Refused(SamspillError):
    """Not possible as things stand: the caller should look again and decide anew.

    Codes: plan_changed, decisions_changed, no_plan, problem_solved, partner_taken, dead_letter_malformed.
    """


class Invalid(SamspillError):
    """One field of the request holds a value that is not possible here. `field` names it as the caller wrote it."""

    def __init__(self, code: str, field: str, facts: Mapping[str, str] | None = None) -> None:
        super().__init__(code, field, {"field": field, **(facts or {})})
        self.field = field


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with settings, and the path of its field."""

    code: str
    field: str
    facts: Mapping[str, str] = given(default_factory=dict)


class SettingsRefused(Invalid):
    """Settings that are not possible. The first finding gives the code; `findings` are all of them."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        first = findings[0]
        super().__init__(first.code, first.field, first.facts)
        self.findings = tuple(findings)
