"""What a refusal of Tripletex becomes: each maker turns it into one exception of ours."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from samspill.exceptions import (
    Bug,
    ConfigurationWrong,
    DataRefused,
    NotFound,
    RetryLater,
    SamspillError,
    VersionConflict,
)
from samspill.systems.transport import Answer, Request
from samspill.systems.tripletex import goods, mapping, parties
from samspill.systems.tripletex.named import ACCOUNT, CURRENCY, UNIT, VAT_CODE
from samspill.systems.tripletex.wire import ApiError, ApiMessage


@dataclass(frozen=True)
class Refusal:
    """What makers get: the answer, the message that matched, and the request."""

    answer: Answer
    error: ApiError
    message: ApiMessage
    request: Request
    problem: str

    @property
    def detail(self) -> str:
        """For the engineer: everything but secrets."""
        said = f"{self.message.field or ''}: {self.message.message or ''}".strip(": ") or self.error.message or ""
        return (
            f"{self.request.method} {self.request.path} answered {self.answer.status}/{self.error.code} {said} "
            f"(request {self.error.request_id or '-'})"
        )


#: Norwegian or English: "Internt felt (...)", "Internal field (...)".
_INTERNAL = re.compile(r"\((\w+?)(?:Id)?\)")

Make = Callable[[Refusal], SamspillError]

_COLUMNS = (
    *parties.CUSTOMER, *parties.SUPPLIER, *parties.ADDRESS, *goods.PRODUCT, *mapping.PROJECT, *mapping.EMPLOYEE,
)  # fmt: skip
#: Fields as Tripletex names them -> as texts for people name them.
OUR_NAMES = {
    **{column.key: column.name for column in _COLUMNS if column.key is not None},
    **{named.key: named.name for named in (CURRENCY, VAT_CODE, UNIT, ACCOUNT)},
    "invoicesDueIn": "payment_due",
    "invoicesDueInType": "payment_due",
}


def data(said: Refusal) -> SamspillError:
    """Somebody must fix the record."""
    text = said.message.message or said.error.message or said.error.developer_message or ""
    field = said.message.field or ""
    facts = {"field": OUR_NAMES.get(_own_name(field), field)}
    if said.problem == "value_too_long" and (numbers := re.findall(r"\d+", text)):
        facts["max_length"] = numbers[-1]
    return DataRefused(said.problem, field, text, facts)


def _own_name(field: str) -> str:
    """The last name of a path; "Internt felt (vatTypeId)" stands for `vatType`."""
    internal = _INTERNAL.search(field)
    return internal[1] if internal else field.rpartition(".")[2]


def configuration(said: Refusal) -> SamspillError:
    """Keys, rights or settings must be put right; `subject` of the request tells which right."""
    return ConfigurationWrong(
        said.problem, said.detail, {"right": said.request.subject, "kind": said.request.subject}
    )


def conflict(said: Refusal) -> SamspillError:
    """Stale version."""
    return VersionConflict(said.detail)


def missing(said: Refusal) -> SamspillError:
    """No such object."""
    return NotFound(said.detail)


def retry(said: Refusal) -> SamspillError:
    """Later; a write may have been carried out."""
    return RetryLater(said.problem, said.detail, uncertain=said.request.writes)


def bug(said: Refusal) -> SamspillError:
    """Our request was malformed."""
    return Bug(said.detail)
