"""What persons have done, as far as it matters to what may be expected in the end."""

from dataclasses import dataclass, field

from samspill.model.problems import Choice
from samspill.model.settings_documents import InvoiceTarget

#: Decisions by which a person takes it on himself that something stands twice in Tripletex.
_INSISTS = (Choice.CREATE, Choice.RECREATE)


@dataclass
class DocumentsLedger:
    """`targets` are those that were ever chosen, `sends` whether invoices may be sent. `touched` are documents that
    were changed after they had been made out, `by_key` our keys whose orders somebody has meddled with."""

    targets: set[InvoiceTarget]
    sends: bool
    touched: set[str] = field(default_factory=set)
    by_key: set[str] = field(default_factory=set)
    credited_by_hand: set[str] = field(default_factory=set)
    answers: dict[str, list[Choice]] = field(default_factory=dict)
    inexact: bool = False

    def meddled(self, key: str) -> None:
        """A person did something with an order."""
        self.by_key.add(key)

    def meddled_with(self, document: str) -> bool:
        """Whether that was the document's."""
        return any(key.endswith(f":{document}") for key in self.by_key)

    def decided(self, document: str, choice: Choice) -> None:
        """A person answered."""
        self.answers.setdefault(document, []).append(choice)

    def may_stand(self, document: str) -> int:
        """How many orders of ours a document may have: one, and one more each time a person insisted or took an order
        into his own hands."""
        mine = (*_INSISTS, Choice.LET_GO)
        return 1 + sum(choice in mine for choice in self.answers.get(document, []))

    def insisted(self, document: str) -> bool:
        """Whether a person wanted it made whatever stands there."""
        return any(choice in _INSISTS for choice in self.answers.get(document, []))

    def has_let_go(self, document: str) -> bool:
        """Whether a person took its order into his own hands."""
        return Choice.LET_GO in self.answers.get(document, [])

    def is_quiet(self, document: str) -> bool:
        """Whether nobody has done anything that may keep it from arriving."""
        touched = document in self.touched or self.meddled_with(document) or self.answers.get(document)
        return not touched and not self.inexact
