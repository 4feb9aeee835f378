"""Linking and taking apart by hand, as the API shows it."""

from typing import Literal

from pydantic import Field

from samspill.api.models import Model, Person, Reason, reason
from samspill.model.kinds import Kind, Side
from samspill.model.links import Link
from samspill.model.problems import Choice
from samspill.model.records import Value
from samspill.tasks.linking import Candidate, LinkForeseen
from samspill.tasks.unlinking import ApartForeseen, Becomes


class CandidateOut(Model):
    """A record of the other side that could be linked with."""

    id: str
    number: str | None
    name: str
    linked_with: str | None = Field(description="Id of what it is linked with on this side; then it is not free.")
    suggested: bool = Field(description="True when it looks like the record, rather than fitting a search.")


class CandidateList(Model):
    """At most 20."""

    items: list[CandidateOut]


class Pair(Person):
    """The record of the other side that is the same."""

    partner: str = Field(description="Its id there.", min_length=1, max_length=200)


class PairWanted(Pair):
    """Link the two."""

    confirm: str | None = Field(
        default=None, description="`confirm` of the preview, when something is overwritten.", min_length=1,
        max_length=64,
    )  # fmt: skip


class FieldForeseenOut(Model):
    """A field with what each side shows, and what is written where."""

    field: str
    tripletex: Value
    app: Value
    written_to: Side | None = Field(description="Null when nothing is written.")
    value: Value = Field(description="What is written there.")
    overwrites: bool = Field(description="True when a value goes for it; it is kept in the history.")


class LinkForeseenOut(Model):
    """What linking the two would do. `confirm` is to be sent along with it when something would be overwritten."""

    fields: list[FieldForeseenOut]
    undone: Reason | None = Field(description="Why a part of it would wait for somebody.")
    confirm: str | None = Field(description="Null when nothing is overwritten.")


class ApartWanted(Person):
    """Take the pair apart."""

    choice: Literal[Choice.KEEP_APART, Choice.MATCH_ANEW] = Field(
        description="Leave both where they are, or look at both like new records."
    )


class NoteAnswer(Person):
    """What a person says to a record that is kept out."""

    choice: Choice


class ChildrenOut(Model):
    """Linked pairs that refer to this one. They stay linked and as they are."""

    kind: Kind
    count: int
    at_least: bool = Field(description="True when counting stopped before the end.")


class BecomesOut(Model):
    """What would become of one half."""

    side: Side
    how: str = Field(description="linked, created, held, left, waits or looked_at.")
    partner: CandidateOut | None = Field(description="With `linked`: whom with.")
    reason: Reason | None = Field(description="With `held` and `left`: why.")


class ApartForeseenOut(Model):
    """What taking the pair apart would bring about. Nothing is deleted in any system."""

    tripletex: str = Field(description="Id of the half in Tripletex.")
    app: str = Field(description="Id of the half in the app.")
    children: list[ChildrenOut]
    waiting: int = Field(description="So many changes wait for the pair now, and go on waiting.")
    becomes: list[BecomesOut] = Field(description="For `match_anew` only; empty for what is kept apart.")


def candidate_out(candidate: Candidate) -> CandidateOut:
    """A candidate."""
    linked_with = candidate.linked_with.id if candidate.linked_with is not None else None
    return CandidateOut(
        id=candidate.id, number=candidate.number, name=candidate.name, linked_with=linked_with,
        suggested=candidate.suggested,
    )  # fmt: skip


def link_foreseen_out(foreseen: LinkForeseen, language: str, app: str) -> LinkForeseenOut:
    """What linking would do, in `language`."""
    undone = foreseen.undone
    return LinkForeseenOut(
        fields=[
            FieldForeseenOut(
                field=each.name, tripletex=each.tripletex, app=each.app, written_to=each.written_to,
                value=each.value, overwrites=each.lost,
            )
            for each in foreseen.fields
        ],
        undone=reason(undone.code, {"app": app, **undone.facts}, language) if undone is not None else None,
        confirm=foreseen.confirm,
    )  # fmt: skip


def apart_foreseen_out(foreseen: ApartForeseen, language: str, app: str) -> ApartForeseenOut:
    """What taking apart would bring about, in `language`."""
    link = foreseen.link
    return ApartForeseenOut(
        tripletex=link.tripletex.id,
        app=link.app.id,
        children=[
            ChildrenOut(kind=each.kind, count=each.count, at_least=each.at_least) for each in foreseen.children
        ],
        waiting=foreseen.waiting,
        becomes=[_becomes_out(side, link, each, language, app) for side, each in foreseen.becomes.items()],
    )


def _becomes_out(side: Side, link: Link, becomes: Becomes, language: str, app: str) -> BecomesOut:
    partner = None
    if becomes.partner is not None:
        found = becomes.partner
        again = link.half(side).id if found.id == link.half(side.other).id else None
        partner = CandidateOut(
            id=found.id, number=found.number, name=found.label, linked_with=again, suggested=False
        )  # fmt: skip
    said = reason(becomes.code, {"app": app, **becomes.facts}, language)
    return BecomesOut(side=side, how=becomes.how, partner=partner, reason=said)
