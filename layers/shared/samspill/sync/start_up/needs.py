"""What the settings must name before start-up creates anything in the app: else it would fail row by row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from samspill.model.kinds import Kind
from samspill.model.settings import Settings
from samspill.sync.ports.start_up import Choosable, GroupSort, StartUpApp

NOT_CHOSEN, NOT_THERE, WRONG_GROUP = "start_up_not_chosen", "start_up_not_there", "start_up_wrong_group"


@dataclass(frozen=True)
class Need:
    """A choice in `app_defaults` of a kind: out of which register, and whether what is in that group must (or must
    not) be kept in stock."""

    kind: Kind
    field: Literal["group", "service_group", "payment_terms"]
    register: GroupSort | Literal["payment_terms"]
    in_stock: bool | None = None


#: What each kind needs in the app (reference/rackbeat.md 4a, 4b, 4d, 5a).
NEEDS = (
    Need(Kind.CUSTOMER, "group", "customer"),
    Need(Kind.CUSTOMER, "payment_terms", "payment_terms"),
    Need(Kind.SUPPLIER, "group", "supplier"),
    Need(Kind.SUPPLIER, "payment_terms", "payment_terms"),
    Need(Kind.PRODUCT, "group", "product", in_stock=True),
    Need(Kind.PRODUCT, "service_group", "product", in_stock=False),
)


@dataclass(frozen=True)
class Missing:
    """One need that is not met; `value` is the number that was chosen, empty for none."""

    need: Need
    code: str
    value: str = ""

    @property
    def setting(self) -> str:
        """Where in the settings."""
        return f"app_defaults.{self.need.kind}.{self.need.field}"

    @property
    def facts(self) -> dict[str, str]:
        """What fills its texts."""
        return {"kinds": self.need.kind.value, "field": self.need.field, "value": self.value}


def missing(settings: Settings, app: StartUpApp) -> list[Missing]:
    """Needs of the kinds that start-up creates in the app, and are not met. Asks the app only for registers that it
    must look into. Raises RateLimited, RetryLater, ConfigurationWrong."""
    needs = [need for need in NEEDS if settings.start_up.creates(need.kind) and settings.is_on(need.kind)]
    registers: dict[str, Sequence[Choosable]] = {need.register: _register(app, need.register) for need in needs}
    found = (_unmet(need, settings, registers) for need in needs)
    return [each for each in found if each is not None]


def _register(app: StartUpApp, register: GroupSort | Literal["payment_terms"]) -> Sequence[Choosable]:
    return app.payment_terms() if register == "payment_terms" else app.groups(register)


def _unmet(need: Need, settings: Settings, registers: Mapping[str, Sequence[Choosable]]) -> Missing | None:
    defaults = settings.app_defaults.get(need.kind)
    value: str | None = getattr(defaults, need.field, None)
    if not value:
        return Missing(need, NOT_CHOSEN)
    chosen = next((each for each in registers[need.register] if str(each.number) == value), None)
    if chosen is None:
        return Missing(need, NOT_THERE, value)
    return None if _suits(need, chosen) else Missing(need, WRONG_GROUP, value)


def _suits(need: Need, chosen: Choosable) -> bool:
    """A group that does not say whether it is kept in stock is taken as it is."""
    kept: bool | None = getattr(chosen, "has_inventory", None)
    return need.in_stock is None or kept is None or kept == need.in_stock
