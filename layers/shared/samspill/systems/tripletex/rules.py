"""How a refusal of Tripletex is recognised: status, code and field decide, texts only where nothing else tells."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from samspill.systems.tripletex.refusals import Make
from samspill.systems.tripletex.wire import ApiMessage


def words(pattern: str) -> re.Pattern[str]:
    """Words in Norwegian or English, whatever their case."""
    return re.compile(pattern, re.IGNORECASE)


#: Texts that are read for more than one subject.
CLOSED_PERIOD = words(
    r"perioden? er (avsluttet|lukket|låst|stengt|avstemt)|period is (closed|locked)|"
    r"avstemt bankkonto|avstemt kontoutskrift|reconciled bank statement"
)
CLOSED_PROJECT = words(r"prosjekt\w* (er|har blitt) (avsluttet|lukket)|project (is|has been) closed")


@dataclass(frozen=True)
class Rule:
    """One row: None matches anything; `field` is matched in whole, without regard to case. `sent` is asked about
    the value that was sent in the field: one text may stand for more than one fault."""

    make: Make
    problem: str
    status: int | None = None
    code: int | None = None
    field: str | None = None
    text: re.Pattern[str] | None = None
    sent: Callable[[object], bool] | None = None

    def fits(self, status: int, code: int | None, message: ApiMessage, body: object) -> bool:
        """Whether this row decides for one validation message (an empty one when there are none)."""
        return (
            self.status in (None, status)
            and self.code in (None, code)
            and (self.field is None or re.fullmatch(self.field, message.field or "", re.IGNORECASE) is not None)
            and (self.text is None or self.text.search(message.message or "") is not None)
            and (self.sent is None or self.sent(_value_sent(body, message.field)))
        )


def _value_sent(body: object, field: str | None) -> object:
    """None in a batch: its rows are sent again one by one."""
    return body.get(field) if isinstance(body, dict) else None
