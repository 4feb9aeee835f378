"""Whose key it is and what it may do."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from samspill.exceptions import ConfigurationWrong
from samspill.model.connection import Capabilities, Company
from samspill.model.kinds import Kind
from samspill.model.settings import Settings
from samspill.systems.rackbeat.client import Client
from samspill.systems.rackbeat.mapping import REGISTERS
from samspill.systems.rackbeat.paging import Lists
from samspill.systems.rackbeat.wire import number_of
from samspill.systems.transport import Request

#: A list that only who has the right may read. Scopes are groups of rights to read and to write alike (reference 1),
#: so that reading tells of both and nothing is written to find out.
LISTS: dict[Kind, str] = {
    **{kind: registers[0].path for kind, registers in REGISTERS.items()},
    Kind.INVOICE: "/customer-invoices",
    Kind.CREDIT_NOTE: "/customer-invoices",
    Kind.PURCHASE_ORDER: "/purchase-orders",
}


@dataclass(frozen=True)
class Probe:
    """Whose key it is, and the kinds that it may not read and write."""

    company: Company
    capabilities: Capabilities = field(default_factory=Capabilities)
    missing_rights: tuple[str, ...] = ()


class Prober:
    """Asks about one account, as far as `kinds` need it."""

    def __init__(self, client: Client, lists: Lists, kinds: Sequence[Kind]) -> None:
        self._client, self._lists, self._kinds = client, lists, [kind for kind in kinds if kind in LISTS]

    def company(self) -> Company:
        """Whose key this is. Rackbeat was never seen to tell an organisation number."""
        return self._client.ask(Request("GET", "/self", subject="company"), _company)

    def check_rights(self, kind: Kind) -> None:
        """Raises ConfigurationWrong(own_right_missing) when records of `kind` cannot be read and written."""
        self._lists.first(LISTS[kind], kind.value)

    def probe(self, settings: Settings) -> Probe:
        """Everything at once, for the kinds that are switched on."""
        company = self.company()
        missing: list[str] = []
        for kind in (kind for kind in self._kinds if settings.is_on(kind)):
            try:
                self.check_rights(kind)
            except ConfigurationWrong as error:
                if error.code != "own_right_missing":
                    raise
                missing.append(kind.value)
        return Probe(company, missing_rights=tuple(missing))


def _company(body: object) -> Company:
    account = body.get("user_account") if isinstance(body, dict) else None
    if not isinstance(account, dict):
        raise ValueError("an account")
    told = next((str(account[name]) for name in ("company_vat", "vat_number") if account.get(name)), None)
    return Company(
        id=number_of(account, "id"), name=str(account.get("company_name") or ""), organization_number=told
    )  # fmt: skip
