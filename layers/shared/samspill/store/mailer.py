"""Mails through SES."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_ses import SESClient
    from mypy_boto3_ses.type_defs import BodyTypeDef


class Mailer:
    """Sends mails from one address."""

    def __init__(self, ses: Callable[[], "SESClient"], sender: str) -> None:
        self._ses, self._sender = ses, sender

    def send(self, to: str, subject: str, text: str, html: str | None = None) -> str:
        """Send one mail; SES's id of it. A line break in the subject becomes a space: it would end the header."""
        body: BodyTypeDef = {"Text": {"Data": text, "Charset": "UTF-8"}}
        if html is not None:
            body["Html"] = {"Data": html, "Charset": "UTF-8"}
        answer = self._ses().send_email(
            Source=self._sender,
            Destination={"ToAddresses": [to]},
            Message={"Subject": {"Data": " ".join(subject.split()), "Charset": "UTF-8"}, "Body": body},
        )
        return answer["MessageId"]
