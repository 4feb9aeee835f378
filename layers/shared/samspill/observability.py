"""The logger and the metrics of every function. Lambda traces by itself, so there is no tracer here.

Logs carry connection and correlation ids, never names, numbers or other personal data. An exception's message may
hold them (pydantic repeats what it was given, a peer what it refused), so of exceptions only class, code and place
are logged.
"""

import traceback
from collections.abc import Iterator
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.logging.formatter import LambdaPowertoolsFormatter
from aws_lambda_powertools.metrics import MetricUnit

from samspill.exceptions import SamspillError

__all__ = ["NAMESPACE", "MetricUnit", "logger", "metrics", "named", "place"]


def named(error: BaseException) -> str:
    """The exception's class, and its code where that is ours or AWS's own; never its message."""
    said = getattr(error, "response", None)  # botocore's
    aws = said.get("Error", {}).get("Code") if isinstance(said, dict) else None
    code = error.code if isinstance(error, SamspillError) else aws
    return f"{type(error).__name__} {code}" if code else type(error).__name__


def place(file: str, line: int) -> str:
    """A line of code, our own files beginning below the package."""
    return f"{file.rpartition('/samspill/')[2]}:{line}"


class _WithoutWords(LambdaPowertoolsFormatter):
    """Tells what an exception is and where it was raised, and the same of those behind it."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's name
        """The lines of the record's `exception`."""
        return "\nafter ".join("\n".join((named(error), *_frames(error))) for error in _chain(ei[1]))

    def serialize(self, log: Any) -> str:
        """The record as JSON. Notes are words too."""
        log.pop("exception_notes", None)
        return super().serialize(log)


def _frames(error: BaseException) -> Iterator[str]:
    for frame, line in traceback.walk_tb(error.__traceback__):
        yield f"  at {place(frame.f_code.co_filename, line)} in {frame.f_code.co_name}"


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The exception, and what led to it, as Python would print them."""
    seen = set[int]()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


#: Service and level come from POWERTOOLS_SERVICE_NAME and LOG_LEVEL.
logger = Logger(logger_formatter=_WithoutWords(use_rfc3339=True, utc=True, serialize_stacktrace=False))

#: As POWERTOOLS_METRICS_NAMESPACE in template.yaml; given here, since a metric without any would raise.
NAMESPACE = "Samspill"
metrics = Metrics(namespace=NAMESPACE)
