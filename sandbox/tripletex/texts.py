"""What Tripletex says, in Norwegian and English.

Taken from recorded answers where there are any; the English of a few texts was never seen and is our wording.
"""

from __future__ import annotations

from typing import Literal

Language = Literal["no", "en"]

TEXTS: dict[str, tuple[str, str]] = {
    "html": ("{html}", "{html}"),
    "validation_failed": ("Validering feilet.", "Validation failed."),
    "null": ("Kan ikke være null.", "Cannot be null."),
    "fill": ("Feltet må fylles ut.", "The field must be filled in."),
    "unknown_field": ("Feltet eksisterer ikke i objektet.", "The field does not exist in the object."),
    "wrong_type": (
        "Verdien er ikke av korrekt type for dette feltet.",
        "The value is not of the correct type for this field.",
    ),
    "length": (
        "Feltet har ikke korrekt lengde. Det må være mellom {low} og {high}.",
        "Length of field must be between {low} and {high}.",
    ),
    "name_in_use": ("Navnet er i bruk.", "The name is in use."),
    "number_in_use": ("Nummeret er i bruk.", "The number is in use."),
    "customer_number_in_use": ("Kundenummeret er i bruk.", "The customer number is in use."),
    "supplier_number_in_use": ("Leverandørnummeret er i bruk.", "The supplier number is in use."),
    "product_number_in_use": ("Produktnummeret {number} er i bruk.", "The product number {number} is in use."),
    "project_number_link": (
        'Nummeret er allerede i bruk: <a href="/execute/projectMenu?projectId={id}&contextId={company}">'
        "Gå til prosjekt</a>",
        'The number is already in use: <a href="/execute/projectMenu?projectId={id}&contextId={company}">'
        "Go to project</a>",
    ),
    "project_number_in_use": (
        "Dette nummeret er i bruk på en annen ordre, tilbud eller prosjekt.",
        "This number is in use on another order, offer or project.",
    ),
    "exists_already": ("Finnes fra før.", "Already exists."),
    "bad_vat": ("Ugyldig mva-kode.", "Invalid VAT code."),
    "no_ehf_receiver": ("Kunden kan ikke motta EHF-dokumenter", "The customer cannot receive EHF documents"),
    "bad_reference": (
        "ID-en må enten referere til et gyldig object eller være 0.",
        "The ID must either refer to a valid object or be 0.",
    ),
    "empty_list": ("Listen kan ikke være tom.", "The list cannot be empty."),
    "long_list": (
        "Listen kan ikke inneholde mer enn {most} elementer.",
        "The list cannot contain more than {most} elements.",
    ),
    "id_on_create": (
        "ID kan ikke settes når man oppretter et objekt.",
        "ID cannot be set when creating an object.",
    ),
    "version_on_create": (
        "Versjon kan ikke settes når man oppretter et objekt.",
        "Version cannot be set when creating an object.",
    ),
    "organization_number": (
        "Organisasjonsnummeret må bestå av 9 siffer og kan ikke inneholde mellomrom.",
        "The organization number must consist of 9 numbers and cannot have any spaces.",
    ),
    "manager_missing": ('Feltet "Prosjektleder" må fylles ut.', 'The field "Project manager" must be filled in.'),
    "manager_not_entitled": (
        "Oppgitt prosjektleder har ikke fått tilgang som prosjektleder i kontoen: {name}.",
        "The given project manager has not been given access as project manager in the account: {name}.",
    ),
    "main_project_cycle": (
        "Et prosjekt kan ikke være sitt eget hovedprosjekt.",
        "A project cannot be its own main project.",
    ),
    "hourly_rates_elsewhere": (
        'Timepriser for prosjektet kan bare endres via endepunktet "project/hourlyRates".',
        'Hourly rates of the project can only be changed through the endpoint "project/hourlyRates".',
    ),
    "user_type": ('Brukertype kan ikke være "0" eller tom.', 'User type cannot be "0" or empty.'),
    "email_required": ("Må angis for Tripletex-brukere.", "Must be given for Tripletex users."),
    "email_taken": (
        "Det finnes allerede en bruker med denne e-postadressen.",
        "There is already a user with this email address.",
    ),
    "email_format": ("Ugyldig format.", "Invalid format."),
    "division_required": (
        "Arbeidsforholdet må knyttes til en virksomhet/underenhet.",
        "The employment must be linked to a division.",
    ),
    "activity_unusable": ("Aktiviteten kan ikke benyttes.", "The activity cannot be used."),
    "hours_exist": (
        "Det er allerede registrert timer på den ansatte på denne dagen, aktiviteten og prosjektet. "
        "Oppdater antall timer som allerede er ført.",
        "Hours are already registered on the employee on this day, activity and project. "
        "Update the hours that are already registered.",
    ),
    # Never seen, our wording: the following five.
    "project_closed": ("Prosjektet er avsluttet.", "The project is closed."),
    "before_project": (
        "Datoen kan ikke være før prosjektets startdato.",
        "The date cannot be before the start date of the project.",
    ),
    "not_participant": (
        "Den ansatte er ikke deltaker på prosjektet.",
        "The employee is not a participant of the project.",
    ),
    "bad_week": ("Uken er ugyldig.", "The week is invalid."),
    "bad_month": ("Måneden er ugyldig. Korrekt format er yyyy-mm.", "The month is invalid. Use yyyy-mm."),
    "project_activity_needed": (
        "En prosjektspesifikk aktivitet eller en generell prosjektaktivitet må spesifiseres.",
        "A project specific activity or a general project activity must be specified.",
    ),
    "over_24": ("Kan ikke være over 24", "Cannot be above 24"),
    "line_needs_text": (
        "Det må registreres en beskrivelse eller et produkt.",
        "A description or a product must be registered.",
    ),
    "no_bank_account": (
        "Faktura kan ikke opprettes før selskapet har registrert et bankkontonummer.",
        "An invoice cannot be created before the company has registered a bank account number.",
    ),
    "no_order_lines": ("Fakturaen inneholder ingen ordrelinjer.", "The invoice contains no order lines."),
    "credited_already": (
        "Hele eller deler av fakturaen er kreditert. Summen av kreditnotaene kan ikke være høyere enn "
        "fakturabeløpet.",
        "The whole or parts of the invoice have been credited. The sum of the credit notes cannot be higher than the "
        "invoice amount.",
    ),
    # Never seen, our wording: the following six.
    "order_closed": (
        "Ordren er lukket og kan ikke faktureres.",
        "The order is closed and cannot be invoiced.",
    ),
    "one_order": ("En faktura kan bare ha én ordre.", "An invoice can only have one order."),
    "number_not_rising": (
        "Nummeret må være høyere enn det siste i nummerserien.",
        "The number must be higher than the last one of the number series.",
    ),
    "period_locked": ("Perioden er avsluttet.", "The period is closed."),
    "no_rate": ("Valutaen har ingen kurs.", "The currency has no rate."),
    "unknown_send_type": ("Ukjent sendemåte.", "Unknown send type."),
    "no_postings": (
        "Et bilag kan ikke registreres uten posteringer.",
        "A voucher cannot be registered without postings.",
    ),
    "row_zero": (
        "Posteringene på rad 0 (guiRow 0) er systemgenererte og kan ikke opprettes eller endres på utsiden "
        "av Tripletex.",
        "Postings on row 0 (guiRow 0) are system generated and cannot be created or changed outside Tripletex.",
    ),
    "gross_differs": (
        "Beløp (amountGross) må være det samme som valutabeløpet (amountGrossCurrency).",
        "The amount (amountGross) must be the same as the currency amount (amountGrossCurrency).",
    ),
    "unbalanced": (
        "Summen av posteringene for {day} er ikke lik 0.",
        "The sum of the postings for {day} is not equal to 0.",
    ),
    "inclusive_line_price": (
        "Enhetspris må være med mva siden enhetspris på ordre er med mva.",
        "Unit price must be with VAT because the unit price on the order is with VAT.",
    ),
    "no_account_for_product": (
        "Finner ikke en gyldig regnskapskonto for produktet {product} og mva-koden {vat}.",
        "Cannot find a valid account for the product {product} and the VAT code {vat}.",
    ),
    "exclusive_line_price": (
        "Enhetspris må være uten mva siden enhetspris på ordre er uten mva.",
        "Unit price must be without VAT because the unit price on the order is without VAT.",
    ),
    "projects_registered": ("Prosjekter er registrert.", "Projects are registered."),
    "orders_registered": ("Ordrer er registrert.", "Orders are registered."),
    "invoices_registered": ("Fakturaer er registrert.", "Invoices are registered."),
    "postings_on_customer": ("Posteringer er registrert på kunden.", "Postings are registered on the customer."),
    "postings_on_supplier": (
        "Posteringer er registrert på leverandøren.",
        "Postings are registered on the supplier.",
    ),
    "hours_registered": ("Timer er registrert.", "Hours are registered."),
    "subprojects_registered": ("Underprosjekter er registrert.", "Sub-projects are registered."),
    "from_integer": (
        '"From" må være et heltall som er 0 eller høyere.',
        '"From" must be an integer of 0 or higher.',
    ),
    "count_integer": (
        '"Count" må være et heltall som er 0 eller høyere.',
        '"Count" must be an integer of 0 or higher.',
    ),
    "id_list": (
        "'{name}': Listen med ID-er må være en kommaseparert liste med positive heltall.",
        "'{name}': The list of IDs must be a comma separated list of positive integers.",
    ),
    "bad_date": (
        "Dato er ugyldig. Korrekt format er yyyy-mm-dd.",
        "Date is invalid. The correct format is yyyy-mm-dd.",
    ),
    "absolute_https": (
        "Adressen må være absolutt og bruke https.",
        "The address must be absolute and use https.",
    ),
    "unknown_event": ("Ukjent hendelse: {event}.", "Unknown event: {event}."),
    "expiration_past": (
        "Utløpsdatoen må være senere enn i dag.",
        "Expiration date must be later than today.",
    ),
    "expiration_far": (
        "Expiration date is not allowed to be older than 6 months.",
        "Expiration date is not allowed to be older than 6 months.",
    ),
    "consumer_token": (
        "The consumer token is invalid or does not exist.",
        "The consumer token is invalid or does not exist.",
    ),
    "employee_token": (
        "The employee token is invalid or does not exist.",
        "The employee token is invalid or does not exist.",
    ),
}


def say(key: str, language: Language, **values: object) -> str:
    """The text in the user's language, its {placeholders} filled from `values`."""
    norwegian, english = TEXTS[key]
    return (norwegian if language == "no" else english).format(**values)
