"""The wizard's settings: VAT codes and payment terms as both systems propose them, to be taken with one button."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from samspill.exceptions import SamspillError
from samspill.model.due import Due
from samspill.model.onboarding import Step
from samspill.model.settings import Settings
from samspill.model.settings_documents import Differences, DocumentSettings, InvoiceTarget
from samspill.pages.answers import Page
from samspill.pages.routing import ONBOARDING, Audience, Route
from samspill.pages.settings_choices import DUES
from samspill.pages.visiting import OnboardingVisit
from samspill.pages.wizard_refusals import FINE, Refusal, refusal
from samspill.pages.wizard_steps import closed, stepped, unavailable
from samspill.sync.start_up.payment_terms import name_of
from samspill.tasks.mappings import OpenVat, Proposals, VatChoice
from samspill.tasks.onboarding_choices import proposals_for, say_settings
from samspill.tasks.settings_check import ANY_GROUP

#: So many places of VAT codes are shown; the settings have the rest later. A form has a limit too.
MOST = 100
_VAT, _TERMS = "documents.vat.", "payment_terms."
#: Choices about documents that are asked here, beside those that name something.
_CHOICES: Mapping[str, Sequence[str]] = {
    "invoice_target": tuple(InvoiceTarget), "differences": tuple(Differences),
}  # fmt: skip


@dataclass(frozen=True)
class VatPlace:
    """Where a VAT code goes: a group of products (`*`: any, empty: none) and a zone. `rate` is the app's own;
    `proposed` the code that is proposed, `fitting` those of which several would do."""

    path: str
    group: str
    zone: str
    value: str
    rate: Decimal | None = None
    proposed: VatChoice | None = None
    fitting: tuple[str, ...] = ()


@dataclass(frozen=True)
class TermsMeaning:
    """Payment terms of the app: what they are in Tripletex, as settings hold it and in words, and whether that is
    taken. With `open` nobody can tell, and a person says it."""

    path: str
    name: str
    due: str
    meaning: str
    taken: bool
    open: bool


def show(visit: OnboardingVisit) -> Page:
    """The proposals, and over them what was said before."""
    return closed(visit, Step.SETTINGS) or _form(visit, None)


def say(visit: OnboardingVisit) -> Page:
    """Keep what was taken of them."""
    elsewhere = closed(visit, Step.SETTINGS)
    if elsewhere is not None:
        return elsewhere
    form = visit.asked.form
    try:
        say_settings(visit.app, visit.onboarding, _wanted(visit.onboarding.settings, form))
    except SamspillError as error:
        return _form(visit, form, refusal(visit.look.words, error))
    return visit.back("", "wizard.saved")


def _wanted(before: Settings, form: Mapping[str, str]) -> Settings:
    vat = {path.removeprefix(_VAT): code for path, code in form.items() if path.startswith(_VAT) and code}
    terms = {path.removeprefix(_TERMS): due for path, due in form.items() if path.startswith(_TERMS) and due}
    chosen = {
        name: type(getattr(before.documents, name))(form[f"documents.{name}"])
        for name, options in _CHOICES.items() if form.get(f"documents.{name}") in options
    }  # fmt: skip
    documents = before.documents.model_copy(update={"vat": vat, **chosen})
    return before.model_copy(update={"documents": documents, "payment_terms": terms})


def _form(visit: OnboardingVisit, form: Mapping[str, str] | None, refused: Refusal = FINE) -> Page:
    try:
        offered = proposals_for(visit.app, visit.onboarding)
    except SamspillError as error:
        return unavailable(visit, Step.SETTINGS, error, form or {})
    typed = _before(visit, offered) if form is None else form
    places, terms = _places(offered, typed), _terms(visit, offered, typed)
    fields = {each.path for each in places} | {each.path for each in terms}
    return stepped(
        visit, Step.SETTINGS, "wizard_settings.html", refused, fields, places=places[:MOST], terms=terms,
        more=len(places) > MOST, codes=offered.vat_codes,
        dues=[(str(due), name_of(due, visit.look.words.language)) for due in DUES],
        choices=[(name, options, typed.get(f"documents.{name}", "")) for name, options in _CHOICES.items()],
        advised=offered.differences,
    )  # fmt: skip


def _before(visit: OnboardingVisit, offered: Proposals) -> dict[str, str]:
    """What the form shows at first: what was said, else what is proposed."""
    settings = visit.onboarding.settings
    said = Step.SETTINGS in visit.onboarding.said
    vat = settings.documents.vat if said else {**offered.vat, **settings.documents.vat}
    terms = settings.payment_terms if said else {**offered.payment_terms, **settings.payment_terms}
    documents: DocumentSettings = settings.documents
    chosen = {f"documents.{name}": str(getattr(documents, name)) for name in _CHOICES}
    return {
        **{f"{_VAT}{place}": code for place, code in vat.items()},
        **{f"{_TERMS}{number}": due for number, due in terms.items()},
        **chosen,
    }


def _places(offered: Proposals, typed: Mapping[str, str]) -> list[VatPlace]:
    """Proposed places first, then those that are open, then what was said of others."""
    names = {group.number: group.name for group in offered.groups.get("product", ())}
    codes = {code.number: code for code in offered.vat_codes}
    open_ = {each.place: each for each in _gathered(offered)}
    known = [path.removeprefix(_VAT) for path in typed if path.startswith(_VAT)]
    found = []
    for place in dict.fromkeys((*offered.vat, *open_, *known)):
        number, _, zone = place.rpartition("/")
        group = number if number in ("", ANY_GROUP) else names.get(number, number)
        left = open_.get(place)
        found.append(VatPlace(
            f"{_VAT}{place}", group, zone, typed.get(f"{_VAT}{place}", ""), left.rate if left else None,
            codes.get(offered.vat.get(place, "")), left.codes if left else (),
        ))  # fmt: skip
    return found


def _gathered(offered: Proposals) -> Iterator[OpenVat]:
    """Open places, zone by zone; one in which all are open in the same way is one place, as where all have one
    code."""
    proposed = {place.rpartition("/")[2] for place in offered.vat}
    for zone, each in groupby(offered.vat_open, key=lambda open_: open_.zone):
        places = list(each)
        alike = {(place.rate, place.codes) for place in places if place.group}
        if zone not in proposed and len(alike) == 1:
            rate, codes = alike.pop()
            yield OpenVat(f"{ANY_GROUP}/{zone}", ANY_GROUP, zone, rate, codes)
        else:
            yield from places


def _terms(visit: OnboardingVisit, offered: Proposals, typed: Mapping[str, str]) -> list[TermsMeaning]:
    names, language = {each.number: each.name for each in offered.terms}, visit.look.words.language
    open_ = {each.number for each in offered.terms_open}
    said = {path.removeprefix(_TERMS): due for path, due in typed.items() if path.startswith(_TERMS)}
    meant = {**offered.payment_terms, **dict.fromkeys(sorted(open_), ""), **said}
    return [
        TermsMeaning(f"{_TERMS}{number}", names.get(number, number), due, _meaning(due, language),
                     number in said, number in open_)
        for number, due in meant.items()
    ]  # fmt: skip


def _meaning(due: str, language: str) -> str:
    try:
        return name_of(Due.parse(due), language)
    except ValueError:
        return due


ROUTES = (
    Route("GET", f"{ONBOARDING}/settings", show, Audience.ONBOARDING),
    Route("POST", f"{ONBOARDING}/settings", say, Audience.ONBOARDING),
)
