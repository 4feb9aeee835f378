"""Settings as the API takes them, what a change of them would do, and what could be chosen."""

from decimal import Decimal

from pydantic import Field

from samspill import messages
from samspill.api.models import Input, Model
from samspill.api.models_connections import SettingsIn
from samspill.model.consequences import Code, Consequence, Loss
from samspill.model.kinds import Kind, Side
from samspill.model.records import Value
from samspill.model.settings_documents import Differences
from samspill.sync.ports.start_up import GroupSort
from samspill.tasks.consequences import Foreseen
from samspill.tasks.mappings import Proposals


class ChangeWanted(Input):
    """Settings that somebody thinks about."""

    settings: SettingsIn


class ExampleOut(Model):
    """A value that would give way."""

    number: str | None = Field(description="Of the record, as people know it.")
    name: str
    field: str = Field(description="In the caller's language.")
    now: Value
    after: Value


class ConsequenceOut(Model):
    """One thing that the change would do."""

    code: Code
    kind: Kind | None
    count: int = Field(description="What the text counts.")
    at_least: bool = Field(description="Counting stopped before the end.")
    side: Side | None = Field(description="Where values give way.")
    loss: Loss | None = Field(description="What changing the settings back does not take back.")
    text: str
    examples: list[ExampleOut]


class PreviewOut(Model):
    """What the change would do. `confirm` is to be sent along with it when something would be lost."""

    consequences: list[ConsequenceOut]
    confirm: str | None = Field(description="Null when nothing is overwritten or orphaned.")


class ChoiceOut(Model):
    """What a setting can name."""

    number: str
    name: str


class GroupOut(ChoiceOut):
    """A group of the app."""

    has_inventory: bool | None = Field(description="False: of services. Null for groups that are not of products.")


class VatCodeOut(ChoiceOut):
    """A code of outgoing VAT that is active in Tripletex."""

    rate: Decimal = Field(description="Per cent.")


class OpenVatOut(Model):
    """A place of the VAT mapping that a person must fill in."""

    place: str = Field(description="Product group and VAT zone, as in `documents.vat`.")
    group: str = Field(description="Name of the group; empty for lines without product.")
    zone: str
    rate: Decimal | None = Field(description="Per cent, as the app has it; null where it tells none.")
    codes: list[str] = Field(description="Codes with this rate: none, or several.")


class ExplainedOut(Model):
    """One value that a setting can have."""

    value: Differences
    text: str = Field(description="What it does, in the caller's language.")


class AdviceOut(Model):
    """A value that we advise, for a person to agree to or not."""

    value: Differences
    choices: list[ExplainedOut]


class ProposalsOut(Model):
    """What could be chosen. Nothing of it is stored."""

    vat: dict[str, str] = Field(description="For `documents.vat`.")
    vat_open: list[OpenVatOut]
    payment_terms: dict[str, str] = Field(description="For `payment_terms`.")
    payment_terms_open: list[ChoiceOut] = Field(description="Terms whose meaning nobody can tell from the app.")
    differences: AdviceOut | None = Field(
        description="For `documents.differences`; null where the app has no invoices. Held unless it is said."
    )
    groups: dict[GroupSort, list[GroupOut]]
    terms: list[ChoiceOut]
    layouts: list[ChoiceOut]
    units: list[ChoiceOut]
    vat_codes: list[VatCodeOut]


def consequence_out(each: Consequence, language: str, app: str) -> ConsequenceOut:
    """The consequence in words. `app` is the app's name as people know it."""
    facts: dict[str, object] = {"app": app, "count": each.count, "kinds": each.kind.value if each.kind else ""}
    examples = [
        ExampleOut(**{**example.model_dump(), "field": messages.text(f"field.{example.field}", language)})
        for example in each.examples
    ]
    return ConsequenceOut(
        code=each.code, kind=each.kind, count=each.count, at_least=each.at_least, side=each.side, loss=each.loss,
        text=messages.filled(f"consequence.{each.code.value}", language, {**facts, **each.facts}), examples=examples,
    )  # fmt: skip


def preview_out(foreseen: Foreseen, language: str, app: str) -> PreviewOut:
    """All of them."""
    listed = [consequence_out(each, language, app) for each in foreseen.consequences]
    return PreviewOut(consequences=listed, confirm=foreseen.confirm)


def proposals_out(found: Proposals, language: str) -> ProposalsOut:
    """As the API shows them."""
    return ProposalsOut.model_validate(
        {
            "vat": found.vat,
            "vat_open": [vars(each) for each in found.vat_open],
            "payment_terms": found.payment_terms,
            "payment_terms_open": [vars(each) for each in found.terms_open],
            "differences": found.differences and _advice(found.differences, language),
            "groups": {sort: [vars(each) for each in rows] for sort, rows in found.groups.items()},
            "terms": [vars(each) for each in found.terms],
            "layouts": [vars(each) for each in found.layouts],
            "units": [vars(each) for each in found.units],
            "vat_codes": [vars(each) for each in found.vat_codes],
        }
    )


def _advice(value: Differences, language: str) -> AdviceOut:
    explained = [
        ExplainedOut(value=each, text=messages.text(f"differences.{each}", language)) for each in Differences
    ]
    return AdviceOut(value=value, choices=explained)
