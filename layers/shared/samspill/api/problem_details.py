"""RFC 9457 problem details: every answer that is not the one that was asked for.

`code` is stable and meant for programs; title, detail and remedy come from the message catalogue.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from samspill import messages
from samspill.api.models_settings import ConsequenceOut, PreviewOut
from samspill.model.problems import CATALOGUE, Actor

MEDIA_TYPE = "application/problem+json"


class FieldError(BaseModel):
    """What is wrong with one field of the request. `code` is set where a catalogued reason is meant."""

    model_config = ConfigDict(frozen=True)

    field: str = Field(description="Path of the field: `body.keys.tripletex`, `query.limit`.")
    message: str
    code: str | None = None


class ProblemDetails(BaseModel):
    """A problem as RFC 9457 has it."""

    model_config = ConfigDict(frozen=True)

    type: str = Field(description="`urn:samspill:problem:` and the code.")
    title: str
    status: int = Field(ge=400, le=599)
    code: str = Field(description="Stable; meant for programs.")
    detail: str
    instance: str | None = Field(default=None, description="`urn:samspill:request:` and the request's id.")
    errors: list[FieldError] = Field(default_factory=list)
    actor: Actor | None = Field(default=None, description="Who must act, where that is known.")
    remedy: str | None = Field(default=None, description="What that one should do.")
    consequences: list[ConsequenceOut] | None = Field(
        default=None, description="With `settings_need_confirmation`: what the change would do."
    )
    confirm: str | None = Field(default=None, description="To be sent along with the change to confirm exactly that.")


@dataclass(frozen=True)
class Trouble:
    """What went wrong, before it is put into words. `headers` go with the answer; `preview` is what a person has to
    confirm first."""

    status: int
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    errors: tuple[FieldError, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    preview: PreviewOut | None = None


def in_words(trouble: Trouble, language: str, request_id: str | None) -> ProblemDetails:
    """The problem as the caller reads it."""
    kind = CATALOGUE.get(trouble.code)
    if kind is not None:
        texts = messages.reason_texts(trouble.code, language, trouble.facts)
        title, detail, remedy = texts.title, texts.explanation, texts.remedy
    else:
        title = messages.filled(f"api.{trouble.code}.title", language, trouble.facts)
        detail = messages.filled(f"api.{trouble.code}.detail", language, trouble.facts)
        remedy = None
    return ProblemDetails(
        type=f"urn:samspill:problem:{trouble.code}",
        title=title,
        status=trouble.status,
        code=trouble.code,
        detail=detail,
        instance=f"urn:samspill:request:{request_id}" if request_id else None,
        errors=list(trouble.errors),
        actor=kind.actor if kind else None,
        remedy=remedy,
        consequences=trouble.preview.consequences if trouble.preview else None,
        confirm=trouble.preview.confirm if trouble.preview else None,
    )


def answer(trouble: Trouble, language: str, request_id: str | None) -> dict[str, Any]:
    """The problem as an answer to API Gateway (payload version 2.0)."""
    body = in_words(trouble, language, request_id).model_dump(mode="json", exclude_none=True)
    if trouble.preview is not None:  # shown as the preview shows it, nulls too
        body |= trouble.preview.model_dump(mode="json")
    return {
        "statusCode": trouble.status,
        "headers": {
            "content-type": MEDIA_TYPE,
            "content-language": language,
            "cache-control": "no-store",
            **trouble.headers,
        },
        "body": json.dumps(body, ensure_ascii=False),
        "isBase64Encoded": False,
        "cookies": [],
    }
