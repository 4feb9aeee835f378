"""Makes in the app the payment terms that customers have in Tripletex and the app does not know.

which: due rules of customers the plan takes along, without those that settings or the app have already
each:  looked for by what it means, else made, `once`; then its number stands in the settings beside the rule
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from samspill.model.changes import RecordKey
from samspill.model.due import Due
from samspill.model.kinds import Kind, Side
from samspill.model.links import Link
from samspill.model.records import Value, Values
from samspill.model.settings import Settings
from samspill.sync.case import Skip
from samspill.sync.desk import Desk, Later
from samspill.sync.documents.once import Made, Step, once
from samspill.sync.ports.start_up import StartUpApp, Terms
from samspill.sync.start_up.telling import Outcome, tell

#: What new payment terms are called in the app, by what they mean.
Named = Callable[[Due], str]


@dataclass(frozen=True)
class Mapped:
    """The app's numbers of payment terms, as settings keep them, and what is to be looked at again."""

    numbers: Mapping[str, str]
    later: tuple[Later, ...] = ()


def unknown_dues(dues: Iterable[Value], settings: Settings, known: Iterable[Terms]) -> list[Due]:
    """Those rules that neither the settings nor the app's own payment terms say, in order of what they mean."""
    wanted = _meanings(dues)
    there = _meanings([*settings.payment_terms.values(), *(terms.due for terms in known)])
    return sorted(wanted - there, key=lambda due: (due.unit, due.count))


def make_terms(desk: Desk, dues: Iterable[Value], named: Named) -> Mapped:
    """See that the app has payment terms for each of `dues`; what the settings should say of all of them.

    Raises RateLimited, RetryLater, ConfigurationWrong, GenerationChanged: the same may be called again.
    """
    app = cast(StartUpApp, desk.systems[Side.APP])
    settings = desk.connection.settings
    wanted = sorted(_meanings(dues) - _meanings(settings.payment_terms.values()), key=lambda d: (d.unit, d.count))
    numbers: dict[str, str] = {}
    later: list[Later] = []
    outcomes: dict[RecordKey, tuple[RecordKey, Outcome]] = {}
    for due in wanted:
        if not app.can_say(str(due)):
            outcomes[key_of(due)] = (key_of(due), Skip("payment_terms_impossible"))
            continue
        outcome = _made(desk, app, due, named(due))
        if isinstance(outcome, Later):
            later.append(outcome)
            continue
        key = key_of(due)
        outcomes[key] = (key, outcome)
        if isinstance(outcome, Link):
            numbers[outcome.app.id] = str(due)
    tell(desk, outcomes)
    return Mapped(numbers, tuple(later))


def key_of(due: Due) -> RecordKey:
    """What payment terms made for Tripletex' customers are known by: what they mean."""
    return RecordKey(kind=Kind.PAYMENT_TERMS, side=Side.TRIPLETEX, id=str(due))


def _made(desk: Desk, app: StartUpApp, due: Due, name: str) -> Outcome | Later:
    key = key_of(due)
    known = desk.stores.links.by_ids(key.kind, key.side, [key.id]).get(key.id)
    if known is not None:
        return known

    def look(_sent: Values) -> list[Terms]:
        return [terms for terms in app.payment_terms() if _meanings([terms.due]) == {due}]

    step = Step[Terms](
        key=key,
        values={"name": name},
        make=lambda: app.create_payment_terms(name, str(due)),
        look=look,
        is_it=lambda _terms, _sent: True,  # whoever made them: what they mean is what is needed
        id_of=lambda terms: str(terms.number),
        number_of=lambda terms: terms.name,
        base_of=lambda terms: {"name": terms.name},
        look_first=True,
    )
    made = once(desk, step)
    return made.link if isinstance(made, Made) else made


def _meanings(dues: Iterable[Value]) -> set[Due]:
    """What can be understood of them."""
    found = set()
    for due in dues:
        try:
            found.add(Due.parse(str(due)))
        except ValueError:
            continue
    return found
