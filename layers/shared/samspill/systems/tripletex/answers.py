"""Answers as wire models. One that cannot be understood is as good as lost: the write may have been carried out."""

from typing import TypeVar

from pydantic import BaseModel, ValidationError

from samspill.exceptions import RetryLater
from samspill.systems.transport import Answer, Request
from samspill.systems.tripletex import wire

M = TypeVar("M", bound=BaseModel)
W = TypeVar("W", bound=wire.Wire)


def one(answer: Answer, model: type[W], request: Request) -> W:
    """The object of a single answer. Raises RetryLater, uncertain after a write."""
    return _parsed(answer, wire.One[model], request).value  # type: ignore[valid-type]


def page(answer: Answer, model: type[W], request: Request) -> wire.Page[W]:
    """A list answer. Raises RetryLater, uncertain after a write."""
    return _parsed(answer, wire.Page[model], request)  # type: ignore[valid-type]


def _parsed(answer: Answer, model: type[M], request: Request) -> M:
    try:
        return model.model_validate(answer.body)
    except ValidationError as error:
        # The error's own text would repeat values of records.
        where = ", ".join(".".join(map(str, each["loc"])) or "the body" for each in error.errors()[:3])
        detail = f"{request.method} {request.path} answered {answer.status} without sense at {where}"
        raise RetryLater(detail=detail, uncertain=request.writes) from None
