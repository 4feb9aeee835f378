"""A system whose number is its id, and a tiny integration for it: one kind, one table."""

from samspill.model import normalise as n
from samspill.model.kinds import Kind, Side
from samspill.model.records import Record
from samspill.model.rules import Field, Gone, Integration, KindRule
from tests.fakes.company import A, SmallCompany, T
from tests.fakes.systems import MemorySystem

RULE = KindRule(
    kind=Kind.CUSTOMER,
    fields=(
        Field("number", normalise=n.number),
        Field("name", normalise=n.text),
        Field("organization_number", normalise=n.organization_number),
        Field("email", normalise=n.folded),
        Field("phone", normalise=n.phone),
    ),
    near=("organization_number", "email"),
    unique_on=frozenset(Side),
    number_is_id=frozenset({A}),
    gone={T: Gone("deleted_in_tripletex", delete=True), A: Gone("customer_deleted_in_app", delete=True)},
)
NUMBERED = Integration(name="numbered", system="numbered", rules=(RULE,))


class NumberedSystem(MemorySystem):
    """Answers 404 under the old number as soon as a record has another one."""

    def put(self, kind: Kind, **values: object) -> Record:
        made = super().put(kind, **values)
        return self._renamed(kind, made)

    def edit(self, kind: Kind, record_id: str, **values: object) -> Record:
        return self._renamed(kind, super().edit(kind, record_id, **values))

    def swap(self, kind: Kind, one: str, two: str) -> None:
        """A person lets two records swap their numbers."""
        self.edit(kind, one, number="between")
        self.edit(kind, two, number=one)
        self.edit(kind, "between", number=two)

    def _renamed(self, kind: Kind, record: Record) -> Record:
        if not record.number:  # a kind that has no numbers
            return record
        del self.records[kind][record.id]
        renamed = record.model_copy(update={"id": str(record.number)})
        self.records[kind][renamed.id] = renamed
        return renamed


def numbered_company(integration: Integration = NUMBERED) -> SmallCompany:
    """A company whose app has numbers for ids."""
    company = SmallCompany(integration=integration)
    company.app = NumberedSystem(A, unique_numbers=frozenset({Kind.CUSTOMER}))
    company.systems[A] = company.app
    return company
