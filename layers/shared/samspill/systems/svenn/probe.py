"""Whose key it is and what it may do: the account tells both in one call, so that nothing is written to find out."""

from dataclasses import dataclass, field

from samspill.exceptions import ConfigurationWrong
from samspill.model.connection import Capabilities, Company
from samspill.model.kinds import Kind
from samspill.model.settings import Settings
from samspill.systems.svenn.client import Client
from samspill.systems.svenn.mapping import LISTS, PATHS
from samspill.systems.svenn.wire import Account
from samspill.systems.transport import Request

#: What a key must be allowed: per kind to read and to write its register, of hours to read entries and to mark those
#: that the books have, and to subscribe.
RIGHTS: dict[str, frozenset[str]] = {
    **{kind.value: frozenset({f"{path[1:]}:read", f"{path[1:]}:write"}) for kind, path in PATHS.items()},
    Kind.HOURS.value: frozenset({"time-entries:read", "time-entries:export"}),
    "webhooks": frozenset({"webhooks"}),
}


@dataclass(frozen=True)
class Probe:
    """Whose key it is, and what of RIGHTS it lacks: kinds, or `webhooks`."""

    company: Company
    capabilities: Capabilities = field(default_factory=Capabilities)
    missing_rights: tuple[str, ...] = ()


class Prober:
    """Asks about one account."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def company(self) -> Company:
        """Whose token this is."""
        return _company(self._account())

    def check_rights(self, kind: Kind) -> None:
        """Raises ConfigurationWrong(app_right_missing) when what `kind` needs is not allowed (RIGHTS)."""
        lacking = RIGHTS[kind.value] - self._account().rights
        if lacking:
            detail = f"the token lacks {', '.join(sorted(lacking))}"
            raise ConfigurationWrong("app_right_missing", detail, {"right": kind.value, "kind": kind.value})

    def probe(self, settings: Settings) -> Probe:
        """Everything at once, for the kinds that are switched on."""
        account = self._account()
        off = {kind.value for kind in LISTS if not settings.is_on(kind)}
        missing = [what for what, needed in RIGHTS.items() if what not in off and needed - account.rights]
        return Probe(_company(account), missing_rights=tuple(missing))

    def _account(self) -> Account:
        return self._client.ask(Request("GET", "/account", subject="account"), Account)


def _company(account: Account) -> Company:
    return Company(id=account.id, name=account.name, organization_number=account.organization_number)
