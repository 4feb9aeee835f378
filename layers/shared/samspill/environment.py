"""What a function is told by its environment, parsed once; an error names the variable."""

import os
from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field, ValidationError


class EnvironmentWrong(Exception):
    """A variable is missing or does not make sense; the message names it."""


class Environment(BaseModel):
    """The variables of template.yaml. Field names are theirs in lower case."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    stage: str = Field(min_length=1)
    public_url: str = Field(pattern=r"^https?://[^/]+$")
    tripletex_url: str = Field(pattern=r"^https?://.+[^/]$")
    svenn_url: str = Field(pattern=r"^https?://.+[^/]$")
    rackbeat_url: str = Field(pattern=r"^https?://.+[^/]$")
    table_connections: str = Field(min_length=1)
    table_links: str = Field(min_length=1)
    table_inbox: str = Field(min_length=1)
    table_records: str = Field(min_length=1)
    table_journal: str = Field(min_length=1)
    table_sessions: str = Field(min_length=1)
    table_idempotency: str = Field(min_length=1)
    queue_changes: str = Field(min_length=1)
    queue_later: str = Field(min_length=1)
    queue_documents: str = Field(min_length=1)
    state_machine_connect: str = Field(min_length=1)
    bucket_plans: str = Field(min_length=1)
    kms_key: str = Field(min_length=1)
    secret_product: str = Field(min_length=1)
    mail_from: str = Field(pattern=r".+@.+")
    staff_mail: str = Field(pattern=r".+@.+")
    staff_issuer: str = Field(default="", pattern=r"^(https?://[^\s?#]+)?$")
    staff_client_id: str = ""
    staff_api_url: str = Field(default="", pattern=r"^(https?://.+[^/])?$")
    staff_group_claim: str = "groups"
    staff_group: str = ""
    staff_members: str = ""
    framed_by: str = Field(default="", pattern=r"^(https?://[^\s;,'\"]+( https?://[^\s;,'\"]+)*)?$")
    log_level: str = "INFO"

    @classmethod
    def parse(cls, variables: Mapping[str, str] = os.environ) -> "Environment":
        """Read the variables. Raises EnvironmentWrong."""
        try:
            return cls.model_validate({name.lower(): value for name, value in variables.items() if value})
        except ValidationError as error:
            names = ", ".join(f"{str(each['loc'][0]).upper()}: {each['msg']}" for each in error.errors())
            raise EnvironmentWrong(names) from None
