"""Writes of documents: what was certainly not carried out, and what may have been."""

from samspill.exceptions import ConfigurationWrong, DataRefused, NotFound, RetryLater, SamspillError, VersionConflict
from samspill.systems.transport import Answer, Request
from samspill.systems.tripletex.client import Client


def write(client: Client, request: Request) -> Answer:
    """Send it. Raises DataRefused also for something that the request refers to and that is not there."""
    try:
        return client.send(request)
    except NotFound as error:
        raise DataRefused("data_refused", "", error.detail) from error


def unread(request: Request, error: SamspillError) -> SamspillError:
    """`error` came after `request` had been carried out, so what it made has to be looked up. A bug stays one."""
    match error:
        case RetryLater() | ConfigurationWrong() | NotFound() | DataRefused() | VersionConflict():
            detail = f"{request.method} {request.path} was carried out, what follows it was not: {error}"
            return RetryLater(detail=detail, uncertain=True)
        case _:
            return error
