"""What a secret that we hand out is good for: the token of an onboarding, a customer's session, a mailed link."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Subject(StrEnum):
    """What it opens."""

    ONBOARDING = "onboarding"
    CONNECTION = "connection"


class Holder(BaseModel):
    """Who has it (an e-mail address, noted as the one who acts) and the one thing it opens. `keys_revision` is the
    connection's when it was handed out: with other keys it opens nothing. `confirmations` are the onboarding's then:
    whoever comes by a mailed link ends the tokens of before."""

    model_config = ConfigDict(frozen=True)

    subject: Subject
    id: str
    by: str
    keys_revision: int = 0
    confirmations: int = 0
