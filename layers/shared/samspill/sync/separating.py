"""A pair that a person takes apart: nothing is written or deleted in any system, only the link is forgotten.

kept apart      both stay where they are, left out: neither is created or matched until a person says so
matched anew    both are looked at like new records
linked anew     what a deleted record left is linked with the one that a person names

What refers to one of them stays as it is; nothing new refers to it before it has a partner again.
"""

from samspill.model.changes import Priority, RecordKey
from samspill.model.history import Decision
from samspill.model.kinds import Side
from samspill.model.problems import Choice
from samspill.sync.case import Separate
from samspill.sync.desk import Desk, Later, Result
from samspill.sync.settle import Settlement, keys_of, pair_key


def separate(desk: Desk, step: Separate, settlement: Settlement) -> Result:
    """Forget the link. What is to hold afterwards is stored around it in such an order that a worker that is cut off
    leaves the pair as it was, or apart as it was meant. Raises RevisionConflict."""
    link, decision, now = step.link, step.decision, desk.clock()
    keys = sorted(keys_of([link]), key=lambda key: key == decision.key)  # whose decision it is comes last
    for key in keys:
        desk.stores.inbox.put(key, due_at=now, priority=Priority.PERSON)
        if key != decision.key:
            _afterwards(desk, decision, key, step)
    desk.stores.links.remove(link)
    _afterwards(desk, decision, decision.key, step)
    for side in Side:
        partner = link.half(side.other).id
        settlement.happened(pair_key(link, side), "unlinked", link=link.id, by=decision.by, partner=partner)
    return Later(now, counts=False)


def _afterwards(desk: Desk, decision: Decision, key: RecordKey, step: Separate) -> None:
    if decision.choice is Choice.KEEP_APART and key in step.halves:
        left_out = {"key": key, "choice": Choice.LEAVE_OUT, "link": None}
        desk.stores.decisions.put(decision.model_copy(update=left_out))
    elif decision.choice is not Choice.LINK or key != decision.key:
        desk.stores.decisions.drop(key)
