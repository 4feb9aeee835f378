"""Records in the form that the Rackbeat sandbox is seeded with (sandbox.rackbeat.seed_rows)."""

from __future__ import annotations

from sandbox.seeding.goods import Article, Sort
from sandbox.seeding.records import Company, Person

Row = dict[str, object]

UNITS = ("stk.", "eske", "pakke", "m", "l", "par", "sett", "rull", "brett", "time")
#: The number of the product group of each sort of article.
GROUPS: dict[Sort, int] = {"goods": 1, "service": 2, "food": 3}


def furniture() -> dict[str, list[Row]]:
    """Groups, payment terms and units: what the rows refer to. The unit "stk." is in every new account."""
    return {
        "customer_groups": [{"name": "Kunder"}],
        "supplier_groups": [{"name": "Leverandører"}],
        "product_groups": [
            {"name": "Lagervarer", "has_inventory": True, "vat_domestic": 25},
            {"name": "Tjenester", "has_inventory": False, "vat_domestic": 25},
            {"name": "Matvarer", "has_inventory": True, "vat_domestic": 15},
        ],
        "payment_terms": [
            {"name": "Netto 14 dager", "type": "net", "maturity_days": 14},
            {"name": "Netto 30 dager", "type": "net", "maturity_days": 30},
            {"name": "Løpende måned 15", "type": "end_of_month", "maturity_days": 15},
            {"name": "Kontant", "type": "cash", "maturity_days": 0},
        ],
        "units": [{"name": name} for name in UNITS[1:]],
    }


def customer_row(company: Company) -> Row:
    """A customer; terms by its number, so that all of them are in use."""
    return {**_party(company), "customer_group_id": 1, "attention": company.contact}


def supplier_row(company: Company) -> Row:
    """A supplier."""
    return {**_party(company), "supplier_group_id": 1}


def product_row(article: Article) -> Row:
    """A product or, by its group, a service."""
    return {
        "number": article.number,
        "name": article.name,
        "group_id": GROUPS[article.sort],
        "unit_id": UNITS.index(article.unit) + 1,
        "sales_price": float(article.price),
        "cost_price": float(article.cost),
        "barcode": article.barcode,
        "is_barred": article.inactive,
        "stock_quantity": article.stock,
    }


def employee_row(person: Person) -> Row:
    """An employee; Rackbeat gives the numbers."""
    return {
        "name": " ".join(filter(None, (person.first_name.strip(), person.last_name))),
        "contact_email": person.email,
        "contact_phone": person.mobile,
        "locale": "no",
    }


def _party(company: Company) -> Row:
    number = int(company.number)
    return {
        "number": number,
        "name": company.name,
        "company_vat": company.organisation_number,
        "contact_email": company.email,
        "contact_phone": company.phone or company.mobile,
        "address_street": company.street,
        "address_zipcode": company.postal_code,
        "address_city": company.city,
        "address_country": "NO",
        "payment_terms_id": number % 4 + 1,
        "is_barred": company.inactive,
        "locale": "no",
    }
