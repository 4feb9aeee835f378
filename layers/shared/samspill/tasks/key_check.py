"""Both keys are checked before anything is stored, and everything that is wrong with them is told at once."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, cast

from samspill.composition import App
from samspill.exceptions import ConfigurationWrong
from samspill.model.changes import Priority
from samspill.model.connection import Capabilities, Company, Connection, Keys
from samspill.model.kinds import Side
from samspill.model.rules import Integration
from samspill.model.settings import Settings

#: Per side: the field of the request, and the code for a foreign company.
_FIELDS = {Side.TRIPLETEX: "keys.tripletex", Side.APP: "keys.app"}
_OTHER_COMPANY = {Side.TRIPLETEX: "company_mismatch", Side.APP: "app_company_mismatch"}


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, and the field of the request that it is about."""

    field: str
    error: ConfigurationWrong


class KeysRefused(ConfigurationWrong):
    """The keys cannot be used. The first finding gives the code; `findings` are all of them."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        first = findings[0].error
        super().__init__(first.code, first.detail, first.facts)
        self.findings = findings


class Probe(Protocol):
    """What a system says about a key: whose it is, and the kinds that it may not read and write."""

    @property
    def company(self) -> Company:
        """Whose key it is."""

    @property
    def capabilities(self) -> Capabilities:
        """What the company demands; the app's side has nothing to say here."""

    @property
    def missing_rights(self) -> tuple[str, ...]:
        """Kinds, as text."""


class Probed(Protocol):
    """A system that can be asked about its key."""

    def probe(self, settings: Settings) -> Probe:
        """Raises ConfigurationWrong, RetryLater."""


@dataclass(frozen=True)
class Checked:
    """What sound keys told us."""

    tripletex: Company
    app: Company
    capabilities: Capabilities


#: Whether the company of a side is the one that was meant.
Expected = Callable[[Side, Company], bool]


def check_keys(app: App, integration: str, keys: Keys, settings: Settings, expected: Expected) -> Checked:
    """Ask both systems whose keys these are and what they may do.

    Raises KeysRefused with every finding of both sides; RetryLater or RateLimited when a system cannot be asked now.
    """
    probes = _probed(app, integration, keys, settings, expected, tuple(Side))
    return Checked(
        tripletex=probes[Side.TRIPLETEX].company,
        app=probes[Side.APP].company,
        capabilities=probes[Side.TRIPLETEX].capabilities,
    )


def check_app_key(app: App, integration: str, app_key: str, settings: Settings, expected: Expected) -> Company:
    """Ask the app alone: whose account it is. Raises as check_keys."""
    keys = Keys(tripletex="", app=app_key)  # Tripletex is not asked
    return _probed(app, integration, keys, settings, expected, (Side.APP,))[Side.APP].company


def _probed(
    app: App, integration: str, keys: Keys, settings: Settings, expected: Expected, sides: Sequence[Side]
) -> dict[Side, Probe]:  # fmt: skip
    systems = app.open_systems(integration, keys, Priority.PERSON)
    wanted = _used(app.integration(integration), settings)
    # Where a company connects itself, it has made the app's key itself.
    own = app.integration(integration).self_service
    no_right = {Side.TRIPLETEX: "right_missing", Side.APP: "own_right_missing" if own else "app_right_missing"}
    findings: list[Finding] = []
    probes: dict[Side, Probe] = {}
    for side in sides:
        try:
            probes[side] = cast(Probed, systems[side]).probe(wanted)
        except ConfigurationWrong as error:
            findings.append(Finding(_FIELDS[side], error))
        else:
            findings.extend(_doubts(side, probes[side], expected, no_right[side]))
    if findings:
        raise KeysRefused(tuple(findings))
    return probes


def check_again(app: App, connection: Connection, keys: Keys) -> Checked:
    """Check keys of a connection that exists: they must be those of the same two companies. Raises as check_keys."""
    same = {Side.TRIPLETEX: connection.tripletex_company.id, Side.APP: connection.app_company.id}
    return check_keys(
        app, connection.integration, keys, _still_used(app, connection, connection.settings),
        lambda side, company: company.id == same[side],
    )  # fmt: skip


def capabilities_of(app: App, connection: Connection, settings: Settings) -> Capabilities:
    """What the Tripletex company demands and what `settings` name there. Raises ConfigurationWrong, RetryLater."""
    tripletex = app.systems(connection, Priority.PERSON)[Side.TRIPLETEX]
    return cast(Probed, tripletex).probe(_still_used(app, connection, settings)).capabilities


def _still_used(app: App, connection: Connection, settings: Settings) -> Settings:
    return _used(app.integration(connection.integration), settings, starting_up=not connection.live)


def _used(integration: Integration, settings: Settings, *, starting_up: bool = True) -> Settings:
    """The settings with those kinds off that they make no use of, such as people where start-up creates none: nobody
    has to give us a right to them."""
    used = integration.under(settings, starting_up=starting_up).offered
    return settings.model_copy(
        update={"kinds": {**settings.kinds, **{kind: False for kind in integration.offered if kind not in used}}}
    )


def _doubts(side: Side, probe: Probe, expected: Expected, no_right: str) -> Iterator[Finding]:
    if not expected(side, probe.company):
        facts = {
            "company": probe.company.name,
            "organization_number": probe.company.organization_number or "",
        }
        yield Finding(_FIELDS[side], ConfigurationWrong(_OTHER_COMPANY[side], facts=facts))
    for right in probe.missing_rights:
        yield Finding(_FIELDS[side], ConfigurationWrong(no_right, facts={"right": right}))
