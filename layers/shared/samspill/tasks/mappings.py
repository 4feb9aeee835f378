"""Settings proposed from what both systems say of themselves: VAT codes from rates, payment terms from type and days,
and what we advise whatever they say.

Nothing is stored and nothing is guessed: where several codes would do, or none, the place is left open and named.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, cast, get_args

from samspill.model.kinds import Side
from samspill.model.rules import Integration
from samspill.model.settings_documents import Differences
from samspill.sync.ports.choices import AppChoices, BooksChoices, Taxed, VatCode
from samspill.sync.ports.start_up import Choosable, GroupSort
from samspill.tasks.settings_check import ANY_GROUP, NO_GROUP


@dataclass(frozen=True)
class Choice:
    """An entry of one of the app's registers, or a VAT code, as people choose it."""

    number: str
    name: str


@dataclass(frozen=True)
class GroupChoice(Choice):
    """A group. `has_inventory` False: what is in it are services."""

    has_inventory: bool | None = None


@dataclass(frozen=True)
class VatChoice(Choice):
    """A VAT code; `rate` is per cent."""

    rate: Decimal = Decimal(0)


@dataclass(frozen=True)
class OpenVat:
    """A place that a person must fill in: `rate` (per cent) is the app's own, None where it tells none; `codes` are
    those that have it, none or several."""

    place: str
    group: str
    zone: str
    rate: Decimal | None
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Proposals:
    """What could be chosen. `vat` and `payment_terms` are as settings hold them; `vat_open` and `terms_open` are what
    nobody can tell from the systems. `differences` is what we advise: it makes totals equal, and only a person may
    agree to a line that the app does not have. The rest is what there is to choose from."""

    vat: Mapping[str, str] = field(default_factory=dict)
    vat_open: tuple[OpenVat, ...] = ()
    payment_terms: Mapping[str, str] = field(default_factory=dict)
    terms_open: tuple[Choice, ...] = ()
    differences: Differences | None = None
    groups: Mapping[GroupSort, tuple[GroupChoice, ...]] = field(default_factory=dict)
    terms: tuple[Choice, ...] = ()
    layouts: tuple[Choice, ...] = ()
    units: tuple[Choice, ...] = ()
    vat_codes: tuple[VatChoice, ...] = ()


def proposals(integration: Integration, systems: Mapping[Side, Any]) -> Proposals:
    """What can be told from both systems' lists; nothing at all for an integration without such settings. Raises
    RetryLater, ConfigurationWrong."""
    if not integration.vat_zones:
        return Proposals()
    app, books = cast(AppChoices, systems[Side.APP]), cast(BooksChoices, systems[Side.TRIPLETEX])
    groups = {sort: list(app.groups(sort)) for sort in get_args(GroupSort)}
    codes, terms = list(books.vat_codes()), list(app.payment_terms())
    vat, left = _vat(groups["product"], codes, integration)
    return Proposals(
        vat=vat,
        vat_open=left,
        payment_terms={str(each.number): each.due for each in terms if each.due is not None},
        terms_open=tuple(_choices([each for each in terms if each.due is None])),
        differences=Differences.ROUNDING_LINE,
        groups={
            sort: tuple(GroupChoice(str(row.number), row.name, row.has_inventory) for row in rows)
            for sort, rows in groups.items()
        },
        terms=tuple(_choices(terms)),
        layouts=tuple(_choices(app.layouts())),
        units=tuple(_choices(app.units())),
        vat_codes=tuple(VatChoice(code.number, code.name, code.percentage) for code in codes),
    )


def _choices(rows: Sequence[Choosable]) -> list[Choice]:
    return [Choice(str(row.number), row.name) for row in rows]


def _vat(
    groups: Sequence[Taxed], codes: Sequence[VatCode], integration: Integration
) -> tuple[dict[str, str], tuple[OpenVat, ...]]:
    """A zone in which all groups have the same code is one entry, for lines without product too."""
    chosen: dict[str, str] = {}
    left: list[OpenVat] = []
    for zone in integration.vat_zones:
        usual = integration.usual_without_vat.get(zone)
        fitting = {str(group.number): _fitting(group.vat.get(zone), usual, codes) for group in groups}
        sole = {found[0] if len(found) == 1 else None for found in fitting.values()}
        if len(sole) == 1 and (code := sole.pop()) is not None:
            chosen[f"{ANY_GROUP}/{zone}"] = code
            continue
        for group in groups:
            found, place = fitting[str(group.number)], f"{group.number}/{zone}"
            if len(found) == 1:
                chosen[place] = found[0]
            else:
                left.append(OpenVat(place, group.name, zone, group.vat.get(zone), found))
        left.append(OpenVat(f"{NO_GROUP}/{zone}", "", zone, None, ()))
    return chosen, tuple(left)


def _fitting(rate: Decimal | None, usual: str | None, codes: Sequence[VatCode]) -> tuple[str, ...]:
    """Codes that have the rate; of those without VAT the usual one, if it is among them."""
    if rate is None:
        return ()
    found = tuple(code.number for code in codes if code.percentage == rate)
    return (usual,) if rate == 0 and usual is not None and usual in found else found
