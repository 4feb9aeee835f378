"""Makes in the app the payment terms that customers have in Tripletex and the app does not know.

which: due rules of customers the plan takes along, without those that the settings say already
each:  the app's own that mean the same, else new ones, `once`; then their number stands in the settings
"""

from collections.abc import Iterable
from typing import cast

from samspill import messages
from samspill.model.changes import RecordKey
from samspill.model.due import Due, DueUnit
from samspill.model.kinds import Kind, Side
from samspill.model.links import Link
from samspill.model.problems import Choice
from samspill.model.records import Value, Values
from samspill.model.settings import Settings
from samspill.sync.case import Hold, Skip
from samspill.sync.desk import Desk, Finished, Later
from samspill.sync.documents.once import Made, Step, once
from samspill.sync.ports.start_up import StartUpApp, Terms
from samspill.sync.start_up.telling import Outcome, tell

#: Rules with a name of their own; the others are named by what is counted.
_NAMED = {Due(0, DueUnit.DAYS): "now", Due(31, DueUnit.DAY_OF_MONTH): "end_of_month"}


def unknown_dues(dues: Iterable[Value], settings: Settings, known: Iterable[Terms]) -> list[Due]:
    """Those rules that neither the settings nor the app's own payment terms say, in order of what they mean."""
    there = _meanings(terms.due for terms in known)
    return [due for due in _unmapped(dues, settings) if due not in there]


def make_terms(desk: Desk, dues: Iterable[Value]) -> dict[RecordKey, Finished | Later]:
    """See that the app has payment terms for each of `dues` and the settings say so; what is to happen with each.

    Raises RateLimited, RetryLater, ConfigurationWrong, GenerationChanged: the same may be called again.
    """
    wanted = {key_of(due): due for due in _unmapped(dues, desk.connection.settings)}
    links = desk.stores.links.by_ids(Kind.PAYMENT_TERMS, Side.TRIPLETEX, [k.id for k in wanted]) if wanted else {}
    choices = {key: each.choice for key, each in desk.stores.decisions.get(list(wanted)).items()} if wanted else {}
    outcomes: dict[RecordKey, tuple[RecordKey, Outcome]] = {}
    results: dict[RecordKey, Finished | Later] = {}
    for key, due in wanted.items():
        outcome = links.get(key.id) or _made(desk, key, due, choices.get(key))
        results[key] = outcome if isinstance(outcome, Later) else Finished()
        if not isinstance(outcome, Later):
            outcomes[key] = (key, outcome)
    numbers = {outcome.app.id: key.id for key, outcome in outcomes.values() if isinstance(outcome, Link)}
    if numbers:
        desk.terms_made(numbers)
    tell(desk, outcomes, {key: name_of(due, desk.connection.language) for key, due in wanted.items()})
    return results


def key_of(due: Due) -> RecordKey:
    """What payment terms made for Tripletex' customers are known by: what they mean."""
    return RecordKey(kind=Kind.PAYMENT_TERMS, side=Side.TRIPLETEX, id=str(due))


def _made(desk: Desk, key: RecordKey, due: Due, choice: Choice | None) -> Outcome | Later:
    app, name = cast(StartUpApp, desk.systems[Side.APP]), name_of(due, desk.connection.language)
    if choice is Choice.LEAVE_OUT:
        return Skip("left_out")

    def look(_sent: Values) -> list[Terms]:
        return [terms for terms in app.payment_terms() if due in _meanings([terms.due])]

    if not app.can_say(str(due)) and not look({}):
        return Skip("payment_terms_impossible")
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
    made = once(desk, step, insist=choice is Choice.CREATE)
    if isinstance(made, Hold):
        return Hold("payment_terms_uncertain") if made.code == "create_uncertain" else made
    return made.link if isinstance(made, Made) else made


def _unmapped(dues: Iterable[Value], settings: Settings) -> list[Due]:
    wanted = _meanings(dues) - _meanings(settings.payment_terms.values())
    return sorted(wanted, key=lambda due: (due.unit, due.count))


def _meanings(dues: Iterable[Value]) -> set[Due]:
    """What can be understood of them."""
    found = set()
    for due in dues:
        try:
            found.add(Due.parse(str(due)))
        except ValueError:
            continue
    return found


def name_of(due: Due, language: str) -> str:
    """What payment terms are called in the app."""
    return messages.text(f"due.{_NAMED.get(due, due.unit.value)}", language, count=due.count)
