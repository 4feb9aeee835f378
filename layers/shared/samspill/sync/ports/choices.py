"""Registers that settings choose from: VAT codes of the books; groups, terms, layouts and units of an app.

An app whose integration has settings about them (`Integration.own_settings`) has these calls. As everywhere, each
raises RateLimited, RetryLater and ConfigurationWrong.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Protocol

from samspill.sync.ports.start_up import Choosable, Group, GroupSort, Terms


class VatCode(Protocol):
    """A code of outgoing VAT that is active in the books today."""

    @property
    def number(self) -> str:
        """What people see, never Tripletex' own id."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def percentage(self) -> Decimal:
        """The rate, per cent."""


class Taxed(Group, Protocol):
    """A group that says, if it is one of products, which VAT holds in each zone (per cent)."""

    @property
    def vat(self) -> Mapping[str, Decimal]:
        """VAT zone -> per cent; empty for other groups."""


class BooksChoices(Protocol):
    """What the books let settings choose from."""

    def vat_codes(self) -> Sequence[VatCode]:
        """Active codes of outgoing VAT."""


class PeopleChoices(Protocol):
    """What the books let settings choose from for projects and people: by what they are known, their numbers."""

    def project_managers(self) -> Sequence[Choosable]:
        """Employees who may lead projects."""

    def departments(self) -> Sequence[Choosable]:
        """Active departments; none without the right to see them."""


class AppChoices(Protocol):
    """What an app lets settings choose from."""

    def groups(self, sort: GroupSort) -> Sequence[Taxed]:
        """Groups of that sort."""

    def payment_terms(self) -> Sequence[Terms]:
        """All payment terms."""

    def layouts(self) -> Sequence[Choosable]:
        """How documents are printed."""

    def units(self) -> Sequence[Choosable]:
        """Units of products."""
