"""Attempts whose source got another number: they go along with it, as links do, or what they made is made once more.

Only on a side where the number is the identity (`KindRule.number_is_id`); elsewhere an id stays. An attempt follows
when its source answers 404 and the trigger says where it went, or one record alone has all that was sent but the
number, and no other attempt sent the same.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from samspill.exceptions import RetryLater, RevisionConflict
from samspill.model.changes import RecordKey
from samspill.model.kinds import Side
from samspill.model.records import Record
from samspill.model.rules import KindRule
from samspill.sync.attempts import has_its_content
from samspill.sync.case import Case
from samspill.sync.desk import Desk
from samspill.sync.ports import Claim


def follow_sources(desk: Desk, rule: KindRule, side: Side, cases: Sequence[Case], hints: Mapping[str, str]) -> None:
    """Let attempts follow those of `cases` (all of `side`) that are their sources. `hints`: new id -> old number.

    Raises what the systems raise; ConfigurationWrong when an absence may only be a missing right; RetryLater when
    somebody else is at one of the attempts.
    """
    loose = {case.key: case.own for case in cases if case.link is None and case.own is not None}
    if side not in rule.number_is_id or not loose:
        return
    lost = _without_source(desk, rule, side)
    if not lost:
        return
    desk.systems[side].check_rights(rule.kind)
    taken = desk.stores.intents.open(list(loose))
    free = {key: record for key, record in loose.items() if key not in taken}
    try:
        for key, claim in _heirs(rule, lost, free, hints).items():
            desk.stores.intents.move(claim, key)
    except RevisionConflict as error:
        raise RetryLater(detail="an attempt that was to follow its source is another's by now") from error


def _without_source(desk: Desk, rule: KindRule, side: Side) -> list[Claim]:
    """Attempts whose source is not there any more, and has no link that knows where it went."""
    claims = desk.stores.intents.pending(rule.kind, side)
    ids = [claim.key.id for claim in claims]
    there = desk.systems[side].get(rule.kind, ids) if ids else {}
    gone = [claim for claim in claims if there[claim.key.id] is None]
    linked = desk.stores.links.by_ids(rule.kind, side, [claim.key.id for claim in gone]) if gone else {}
    return [claim for claim in gone if claim.key.id not in linked]


def _heirs(
    rule: KindRule, lost: Sequence[Claim], loose: Mapping[RecordKey, Record], hints: Mapping[str, str]
) -> dict[RecordKey, Claim]:
    by_number = {claim.key.id: claim for claim in lost}
    named = {key: by_number[old] for key in loose if (old := hints.get(key.id)) in by_number}
    known = [each for each in rule.fields if each.name != "number" and each.ref is None]  # those differ by side
    fitting = {
        key: [claim for claim in lost if has_its_content(known, claim, record)] for key, record in loose.items()
    }
    wanted = Counter(claim.id for claims in fitting.values() for claim in claims)
    only = {key: claims[0] for key, claims in fitting.items() if len(claims) == 1 and wanted[claims[0].id] == 1}
    spoken_for = {claim.id for claim in named.values()}
    return {**{key: claim for key, claim in only.items() if claim.id not in spoken_for}, **named}
