"""What the API tells, in the languages that an account can have: clients must not rely on it (reference 2e)."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("en", "da", "nb", "sv")

# Message → its texts in the order of LANGUAGES.
_TEXTS: Mapping[str, tuple[str, str, str, str]] = {
    "required": (
        "The {label} field is required.",
        "{label} skal udfyldes.",
        "{label} må fylles ut.",
        "{label} måste fyllas i.",
    ),
    "text": ("The {label} must be a string.", "{label} skal være tekst.", "{label} må være tekst.",
             "{label} måste vara text."),
    "too_long": (
        "The {label} may not be greater than {most} characters.",
        "{label} må højst være {most} tegn.",
        "{label} kan ikke være lengre enn {most} tegn.",
        "{label} får inte vara längre än {most} tecken.",
    ),
    "whole": ("The {label} must be an integer.", "{label} skal være et heltal.", "{label} må være et heltall.",
              "{label} måste vara ett heltal."),
    "number": ("The {label} must be a number.", "{label} skal være et tal.", "{label} må være et tall.",
               "{label} måste vara ett tal."),
    "flag": ("The {label} field must be true or false.", "{label} skal være sand eller falsk.",
             "{label} må være sann eller usann.", "{label} måste vara sant eller falskt."),
    "date": ("The {label} is not a valid date.", "{label} er ikke en gyldig dato.", "{label} er ikke en gyldig dato.",
             "{label} är inte ett giltigt datum."),
    "list": ("The {label} must be an array.", "{label} skal være en liste.", "{label} må være en liste.",
             "{label} måste vara en lista."),
    "invalid": ("The selected {label} is invalid.", "Det valgte {label} er ugyldigt.", "Valgt {label} er ugyldig.",
                "Valt {label} är ogiltigt."),
    "unknown_field": ("The {label} field is not known.", "{label} er ikke et kendt felt.",
                      "{label} er ikke et kjent felt.", "{label} är inte ett känt fält."),
    "taken": ("The {label} has already been taken.", "{label} er allerede i brug.", "{label} er allerede i bruk.",
              "{label} används redan."),
    "not_filterable": ("Property '{name}' is not filterable", "Egenskaben '{name}' kan ikke filtreres",
                       "Egenskapen '{name}' kan ikke filtreres", "Egenskapen '{name}' kan inte filtreras"),
    "product_needed": ("Product needed", "Produkt mangler", "Produkt mangler", "Produkt saknas"),
    "product_barred": ("Product '{name}' is barred.", "Produkt '{name}' er spærret.", "Produkt '{name}' er sperret.",
                       "Produkt '{name}' är spärrad."),
    "party_barred": ("{label} '{name}' is barred.", "{label} '{name}' er spærret.", "{label} '{name}' er sperret.",
                     "{label} '{name}' är spärrad."),
    "in_use": ("{label} {name} is in use and cannot be deleted.", "{label} {name} er i brug og kan ikke slettes.",
               "{label} {name} er i bruk og kan ikke slettes.", "{label} {name} används och kan inte tas bort."),
    "moved": (
        "{label} {name} has inventory transactions; bar it instead.",
        "{label} {name} har lagerbevægelser; spær den i stedet.",
        "{label} {name} har lagerbevegelser; sperr den i stedet.",
        "{label} {name} har lagerrörelser; spärra den i stället.",
    ),
    "inventory_locked": (
        "Inventory cannot be changed after the first transaction.",
        "Lagerstyring kan ikke ændres efter den første bevægelse.",
        "Lagerstyring kan ikke endres etter den første bevegelsen.",
        "Lagerhantering kan inte ändras efter den första rörelsen.",
    ),
    "booked_delete": (
        "You cannot delete an invoice that has been booked",
        "Du kan ikke slette en faktura, der er bogført",
        "Du kan ikke slette en faktura som er bokført",
        "Du kan inte ta bort en faktura som är bokförd",
    ),
    "booked": ("{label} {name} has been booked.", "{label} {name} er bogført.", "{label} {name} er bokført.",
               "{label} {name} är bokförd."),
    "not_booked": ("{label} {name} has not been booked.", "{label} {name} er ikke bogført.",
                   "{label} {name} er ikke bokført.", "{label} {name} är inte bokförd."),
    "carried_on": (
        "{label} {name} has been shipped, received, invoiced, paid or credited.",
        "{label} {name} er afsendt, modtaget, faktureret, betalt eller krediteret.",
        "{label} {name} er sendt, mottatt, fakturert, betalt eller kreditert.",
        "{label} {name} är skickad, mottagen, fakturerad, betald eller krediterad.",
    ),
    "no_lines": ("There are no lines.", "Der er ingen linjer.", "Det er ingen linjer.", "Det finns inga rader."),
    "only_less": (
        "A credit note cannot be more than the invoice.",
        "En kreditnota kan ikke være større end fakturaen.",
        "En kreditnota kan ikke være større enn fakturaen.",
        "En kreditnota kan inte vara större än fakturan.",
    ),
    "no_change": (
        "Adjustment can't be created, since no change is made.",
        "Reguleringen kan ikke oprettes, da der ikke er nogen ændring.",
        "Reguleringen kan ikke opprettes, siden det ikke er noen endring.",
        "Justeringen kan inte skapas, eftersom ingen ändring görs.",
    ),
    "no_inventory": ("{label} {name} is not kept in stock.", "{label} {name} er ikke lagerført.",
                     "{label} {name} er ikke lagerført.", "{label} {name} är inte lagerförd."),
    "no_event": ("The selected event is invalid.", "Den valgte event er ugyldig.", "Valgt event er ugyldig.",
                 "Vald event är ogiltig."),
    "url": ("The {label} format is invalid.", "{label} har et ugyldigt format.", "{label} har et ugyldig format.",
            "{label} har ett ogiltigt format."),
    "malformed": ("The request could not be read.", "Forespørgslen kunne ikke læses.",
                  "Forespørselen kunne ikke leses.", "Begäran kunde inte läsas."),
    "unauthenticated": ("Unauthenticated.", "Ikke logget ind.", "Ikke logget inn.", "Inte inloggad."),
    "forbidden": ("Invalid scope(s) provided.", "Ugyldigt scope.", "Ugyldig scope.", "Ogiltigt scope."),
    "not_found": ("{label} not found.", "{label} blev ikke fundet.", "{label} ble ikke funnet.",
                  "{label} hittades inte."),
    "method": ("The method is not allowed.", "Metoden er ikke tilladt.", "Metoden er ikke tillatt.",
               "Metoden är inte tillåten."),
    "too_many": ("Too Many Attempts.", "For mange forsøg.", "For mange forsøk.", "För många försök."),
    "server": ("Server Error", "Serverfejl", "Serverfeil", "Serverfel"),
}  # fmt: skip

# Payment terms as the interface names them (hd/ht-00044), in the order of LANGUAGES.
_TERM_TYPES: Mapping[str, tuple[str, str, str, str]] = {
    "Net": ("Net", "Netto", "Netto", "Netto"),
    "End of month": ("End of month", "Løbende måned", "Løpende måned", "Löpande månad"),
    "Due date": ("Due date", "Forfaldsdato", "Forfallsdato", "Förfallodatum"),
    "Cash": ("Cash", "Kontant", "Kontant", "Kontant"),
    "Prepayment": ("Prepayment", "Forudbetaling", "Forhåndsbetaling", "Förskottsbetalning"),
    "Factoring": ("Factoring", "Factoring", "Factoring", "Factoring"),
    "Weekly Monday": ("Weekly Monday", "Ugentlig mandag", "Ukentlig mandag", "Veckovis måndag"),
    "Weekly Sunday": ("Weekly Sunday", "Ugentlig søndag", "Ukentlig søndag", "Veckovis söndag"),
}


def told(message: str, language: str, parts: Mapping[str, object]) -> str:
    """The text of a message."""
    return _TEXTS[message][LANGUAGES.index(language)].format(**parts)


def term_type(name: str, language: str) -> str:
    """What a payment term's type is called."""
    return _TERM_TYPES[name][LANGUAGES.index(language)] if name in _TERM_TYPES else name
