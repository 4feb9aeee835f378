"""Records without a link for which there is something new to do: decided on here, without asking anybody."""

from samspill.model.changes import RecordKey
from samspill.model.history import Fate, Standing
from samspill.model.kinds import Side
from samspill.model.problems import CATALOGUE
from samspill.sync.case import Hold, Make, Number, Skip, Step, Surroundings, Wait
from samspill.sync.comparing.findings import Apart, Comparing, Found
from samspill.sync.comparing.references import translator
from samspill.sync.decide import decide
from samspill.sync.fingerprint import fingerprint
from samspill.sync.matching import Matcher

SLICE = 500


def compare_loose(comparing: Comparing, side: Side, cursor: str) -> Found:
    """Decide on the unlinked records of `side` behind `cursor`, the id of a record."""
    desk, rule = comparing.desk, comparing.rule
    records = comparing.registers.free(side, cursor, SLICE)
    # Workers go on while a comparison does: what they linked meanwhile is a pair, and theirs.
    linked = desk.stores.links.by_ids(rule.kind, side, [record.id for record in records]) if records else {}
    loose = [record for record in records if record.id not in linked]
    keys = {RecordKey(kind=rule.kind, side=side, id=record.id): record for record in loose}
    fates = desk.stores.journal.fates(list(keys)) if keys else {}
    matcher = Matcher(rule, comparing.registers, comparing.decisions)
    translate = translator(desk, rule, [(side, record) for record in loose])
    around = Surroundings(desk.connection.settings, desk.connection.capabilities, translate)
    unseen = not comparing.reading.complete(side.other)
    news: dict[RecordKey, Apart] = {}
    for key, record in keys.items():
        step, now = decide(matcher.case(side, record), rule, around), fingerprint(rule, record)
        if _is_news(step, fates.get(key), now, unseen=unseen):
            news[key] = Apart(now)  # an old record may be wanted since today: its own time tells nothing
    held = {key for key in keys if key in fates and fates[key].standing is Standing.HELD}
    return Found(
        wanted=list(news),
        differing={key: apart for key, apart in news.items() if key not in held},
        held=len(held),
        cursor=records[-1].id if len(records) == SLICE else None,
    )


def _is_news(step: Step, fate: Fate | None, now: str, *, unseen: bool) -> bool:
    """Whether looking at the record would do or say something that has not been done or said. `unseen`: the other
    register was not read completely, so that its partner or look-alike may be missing here."""
    if fate is None:
        return True
    if fate.standing is Standing.WAITING:
        return False  # it is in the inbox
    if isinstance(step, Skip | Hold):
        return fate.code != step.code
    if isinstance(step, Wait):
        return fate.code != "parent_held"
    if unseen and isinstance(step, Make | Number) and fate.fingerprint == now:
        return False  # what stopped it may be among what could not be read
    refused = fate.code is not None and CATALOGUE[fate.code].refusal
    return not (refused and fate.fingerprint == now)  # the system would only refuse the same again
