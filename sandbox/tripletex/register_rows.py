"""The rows of registers that every account has. Ids of countries up to 100, of Norway, and of currencies are real;
clients look codes up anyway."""

from __future__ import annotations

from babel import Locale

# In the order of their ids, from 1. Seen up to IL; the rest is alphabetical with Norway at 161.
_COUNTRY_CODES = """
AD AE AF AG AI AL AM AN AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BM BN BO BR BS BT BV BW BY BZ CA CC
CD CF CG CH CI CK CL CM CN CO CR CU CV CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD
GE GF GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IN IO IQ IR IS IT JM JO JP KE KG KH KI KM
KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY
MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD
SE SG SH SI SJ SK SL SM SN SO SR ST SV SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA
VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""

# In the order of their ids, from 1; ":n" is the factor where it is not 1, "!" means no longer used.
_CURRENCIES = """
NOK SEK:100 DKK:100 USD EUR GBP CHF:100 JPY:100 AUD BHD BGN:100! CAD EGP EEK:100! PHP:100 AED HKD INR:100 IDR:100
ISK:100 ILS KES CNY:100 HRK:100! KWD CYP! LVL! LTL! MLT! MAD:100 NZD PKR:100 PLN QAR RUB:100 SAR SGD SKK:100! ZAR
KRW:100 TWD:100 TZS:100 THB:100 CZK:100 TND TRY:100 HUF:100 GRD:100! SIT:100! ATS:100! BEF/_LUF:100! DEM:100!
ESP:100! FIM:100! FRF:100! IEP! ITL:100! NLG:100! PTE:100! MTL! ROL:100! TRL:100! XDR XEU! BRL MXN:100 MYR RON:100
VND:100 BYR:100! BYN BDT:100 MMK:100 ALL:10 KPW:100! UAH LKR:10 OMR I44! TWI! AZN ARS UGX PGK!
"""

_NORWEGIAN = Locale("nb")
_GONE = {"AN": "De nederlandske antiller"}


def countries() -> dict[int, dict[str, object]]:
    """Id → values."""
    rows: dict[int, dict[str, object]] = {}
    for place, code in enumerate(_COUNTRY_CODES.split(), start=1):
        name = _GONE.get(code) or _NORWEGIAN.territories.get(code, code)
        rows[place] = {"isoAlpha2Code": code, "name": name, "displayName": name}
    return rows


def currencies() -> dict[int, dict[str, object]]:
    """Id → values."""
    rows: dict[int, dict[str, object]] = {}
    for place, entry in enumerate(_CURRENCIES.split(), start=1):
        code, _, factor = entry.rstrip("!").replace("_", " ").partition(":")
        values: dict[str, object] = {"code": code, "displayName": code}
        values["description"] = _NORWEGIAN.currencies.get(code, code)
        if factor:
            values["factor"] = int(factor)
        if entry.endswith("!"):
            values["isDisabled"] = True
        rows[place] = values
    return rows


# Id → (number, name, per cent). Id and number differ; clients resolve by number.
VAT_TYPES: dict[int, tuple[str, str, float]] = {
    0: ("0", "Ingen avgiftsbehandling", 0),
    1: ("1", "Fradrag inngående avgift, høy sats", 25),
    3: ("3", "Utgående avgift, høy sats", 25),
    5: ("5", "Ingen utgående avgift (innenfor mva-loven)", 0),
    6: ("6", "Ingen utgående avgift (utenfor mva-loven)", 0),
    7: ("7", "Ingen avgiftsbehandling (inntekter)", 0),
    11: ("11", "Fradrag inngående avgift, middels sats", 15),
    12: ("13", "Fradrag inngående avgift, lav sats", 12),
    31: ("31", "Utgående avgift, middels sats", 15),
    32: ("33", "Utgående avgift, lav sats", 12),
    51: ("51", "Avgiftsfri innlands omsetning med omvendt avgiftsplikt", 0),
    52: ("52", "Avgiftsfri utførsel av varer og tjenester", 0),
    311: ("32", "Utgående avgift, råfisk", 11.11),
}
OUTGOING_VAT = frozenset({0, 3, 5, 6, 7, 31, 32, 51, 52, 311})

INCOMING_VAT = frozenset({0, 1, 11, 12})

# Name, English name, short name, English short name, code of UN/ECE recommendation 20.
PRODUCT_UNITS: tuple[tuple[str, str, str, str, str], ...] = (
    ("Stykk", "Piece", "stk", "pcs", "H87"),
    ("Time", "Hour", "t", "h", "HUR"),
    ("Kilogram", "Kilogram", "kg", "kg", "KGM"),
    ("Meter", "Metre", "m", "m", "MTR"),
    ("Liter", "Litre", "l", "l", "LTR"),
)

# Number → (name, ledger type, bank account).
ACCOUNTS: dict[int, tuple[str, str, bool]] = {
    1500: ("Kundefordringer", "CUSTOMER", False),
    1920: ("Bankinnskudd", "GENERAL", True),
    2400: ("Leverandørgjeld", "VENDOR", False),
    2700: ("Utgående merverdiavgift, høy sats", "GENERAL", False),
    2710: ("Inngående merverdiavgift, høy sats", "GENERAL", False),
    3000: ("Salgsinntekt, avgiftspliktig", "GENERAL", False),
    3100: ("Salgsinntekt, avgiftsfri", "GENERAL", False),
    4300: ("Innkjøp varer for videresalg", "GENERAL", False),
    6800: ("Kontorrekvisita", "GENERAL", False),
}

# Name, type, chargeable, deletable.
ACTIVITIES: tuple[tuple[str, str, bool, bool], ...] = (
    ("Administrasjon", "GENERAL_ACTIVITY", False, True),
    ("Ferie", "GENERAL_ACTIVITY", False, False),
    ("Prosjektadministrasjon", "PROJECT_GENERAL_ACTIVITY", False, True),
    ("Fakturerbart arbeid", "PROJECT_GENERAL_ACTIVITY", True, True),
)
