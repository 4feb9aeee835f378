"""What the engine's machine chooses from: sides, kinds, fields and what persons type into them."""

from hypothesis import strategies as st

from samspill.model.kinds import GROUPS, Kind, Side
from tests.fakes.workers import STOPS, after_points

SIDES = st.sampled_from(list(Side))
#: As the machine's integration has them.
KINDS = st.runner().flatmap(lambda machine: st.sampled_from(machine.kinds))
GROUP = st.runner().flatmap(lambda machine: st.sampled_from([GROUPS[kind] for kind in machine.kinds]))
NAMES = ["Ås Bygg AS", "Fjordfisk AS", "Mur og Puss", " Øst  Elektro AS", "Vår Rør"]
TEXTS: dict[str, list[str]] = {
    "name": NAMES,
    "first_name": ["Åse", "Bo", " Kari "],
    "last_name": ["Berg", "Dal", "Li"],
    "phone": ["", "22334455", "+47 91 23 45 67", "40 50 60 70"],
    "mobile": ["", "22334455", "+47 91 23 45 67"],
    "email": ["", "post@as.no", "POST@by.no", "kari@as.no"],
    "address_line1": ["", "Storgata 1", "storgata  2 "],
    "city": ["", "Oslo", " Bergen"],
    "description": ["", "Tak og loft", "Bad"],
}
PARTY = ["name", "phone", "email", "address_line1", "city"]
FIELDS: dict[Kind, list[str]] = {
    Kind.CUSTOMER: PARTY,
    Kind.SUPPLIER: PARTY,
    Kind.PRODUCT: ["name", "description"],
    Kind.PROJECT: ["name", "description"],
    Kind.EMPLOYEE: ["first_name", "last_name", "mobile", "email"],
}
FLAGS = dict.fromkeys(Kind, "active") | {Kind.PROJECT: "closed"}
#: References that persons change: the kind that has one, the field, the kind it refers to.
REFERENCES = {Kind.PROJECT: ("customer", Kind.CUSTOMER), Kind.PRODUCT: ("supplier", Kind.SUPPLIER)}
HIDEABLE = st.sampled_from(["phone", "email", "city", "closed", "active", "mobile", "customer", "supplier"])
STOP = st.one_of(st.sampled_from(list(STOPS.values())), st.integers(0, 60).map(after_points))
