import boto3
import pytest
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from samspill.store import clients
from samspill.store.mailer import Mailer

SENDER = "samspill@example.no"


@pytest.fixture
def mailer(aws: None) -> Mailer:
    boto3.client("ses").verify_email_identity(EmailAddress=SENDER)
    return Mailer(clients.ses, SENDER)


def test_a_mail_is_sent_to_its_receiver_with_its_letters(mailer: Mailer) -> None:
    message_id = mailer.send("kari@example.no", "Klar til gjennomgang", "Hei, Åse!", "<p>Hei, Åse!</p>")
    sent = next(m for m in ses_backends[DEFAULT_ACCOUNT_ID]["eu-north-1"].sent_messages if m.id == message_id)
    assert (sent.source, sent.subject) == (SENDER, "Klar til gjennomgang")
    assert sent.destinations["ToAddresses"] == ["kari@example.no"]
    assert "Hei, Åse!" in sent.body


def test_a_subject_stays_one_line(mailer: Mailer) -> None:
    message_id = mailer.send("kari@example.no", "Snekker AS\r\nBcc: others@example.no", "Hei")
    sent = next(m for m in ses_backends[DEFAULT_ACCOUNT_ID]["eu-north-1"].sent_messages if m.id == message_id)
    assert sent.subject == "Snekker AS Bcc: others@example.no"
