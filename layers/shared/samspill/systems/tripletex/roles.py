"""Customers that are suppliers too. A PUT of one was seen to take its role as customer away (issue 45): it would
then look deleted, so the role is given back at once."""

from samspill.exceptions import ConfigurationWrong, DataRefused, NotFound
from samspill.systems.transport import Request
from samspill.systems.tripletex import wire
from samspill.systems.tripletex.answers import one
from samspill.systems.tripletex.client import Client


def with_role_kept(client: Client, row: wire.Entity) -> wire.Entity:
    """The answer to a PUT, with the version it has after giving the role back where it was lost.

    Raises DataRefused when Tripletex does not let us, RetryLater.
    """
    if not isinstance(row, wire.Customer) or row.is_customer is not False:
        return row
    body = {"id": row.id, "isCustomer": True}
    request = Request("PUT", f"/supplier/{row.id}", body=body, subject="supplier")
    try:
        version = one(client.send(request), wire.Entity, request).version
    except (ConfigurationWrong, NotFound) as error:
        raise DataRefused("data_refused", "isCustomer", error.detail) from error
    return row.model_copy(update={"version": version, "is_customer": True})
