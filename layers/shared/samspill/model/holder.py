"""What a secret that we hand out is good for: the token of an onboarding, a customer's session, a mailed link, the
pages of a connection, of an account that is not connected yet, or of staff."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Subject(StrEnum):
    """What it opens."""

    ONBOARDING = "onboarding"
    CONNECTION = "connection"
    PAGES = "pages"
    TURN_ON = "turn_on"
    STAFF = "staff"


class Holder(BaseModel):
    """Who has it (an e-mail address, or for pages what the product or the staff's identity provider calls its user;
    noted as the one who acts) and the one thing it opens, for pages a connection's, shown in `language`; for staff
    `id` is who they are at their provider. `keys_revision` is the connection's when it was handed out: with other
    keys it opens nothing. `confirmations` are the onboarding's then: whoever comes by a mailed link ends the tokens
    of before."""

    model_config = ConfigDict(frozen=True)

    subject: Subject
    id: str
    by: str
    keys_revision: int = 0
    confirmations: int = 0
    language: str | None = None
