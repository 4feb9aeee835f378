"""What people did to a connection as a whole, and who."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

#: So many are kept with the connection.
KEPT = 20


class What(StrEnum):
    """What was done."""

    PAUSED = "paused"
    RESUMED = "resumed"
    COMPARED = "compared"
    RESTARTED = "restarted"
    RELEASED = "released"
    SETTINGS = "settings"
    KEYS = "keys"
    REPLAYED = "replayed"
    DISCARDED = "discarded"
    TURNED_OFF = "turned_off"


class Deed(BaseModel):
    """One of them."""

    model_config = ConfigDict(frozen=True)

    what: What
    by: str
    at: datetime
