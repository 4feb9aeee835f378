"""An account of an app whose user is about to turn its connection on."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from samspill.model.connection import Company


class TurnOn(BaseModel):
    """As stored, without the app's key, which came from the product. `organization_number` is the one that both keys
    must belong to. `connection` is what was made of it. Forgotten at `until`."""

    model_config = ConfigDict(frozen=True)

    id: str
    integration: str
    account: Company = Field(description="Whose account it is, as the app says.")
    organization_number: str
    contact_email: str | None = None
    language: str = "nb"
    connection: str | None = None
    until: datetime
