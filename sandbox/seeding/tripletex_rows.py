"""Records in the form that the Tripletex sandbox is seeded with."""

from __future__ import annotations

from sandbox.seeding.goods import Article
from sandbox.seeding.records import Company, Job, Person

Row = dict[str, object]


def customer_row(company: Company) -> Row:
    """A customer; what it does not have is left out."""
    role = {"customerNumber": int(company.number), "isSupplier": company.supplier, "isCustomer": True}
    return {**role, **_party(company)}


def supplier_row(company: Company) -> Row:
    """A supplier."""
    return {"supplierNumber": int(company.number), "isSupplier": True, **_party(company)}


def product_row(article: Article) -> Row:
    """A product or service; what is on the shelf counts for goods alone."""
    kept = article.sort != "service"
    return _without_nothing(
        {
            "number": article.number,
            "name": article.name,
            "priceExcludingVatCurrency": float(article.price),
            "costExcludingVatCurrency": float(article.cost),
            "ean": article.barcode,
            "isInactive": article.inactive,
            "isStockItem": kept,
            "stockOfGoods": article.stock if kept else None,
            "availableStock": article.stock if kept else None,
        }
    )


def _party(company: Company) -> Row:
    return _without_nothing(
        {
            "name": company.name,
            "organizationNumber": company.organisation_number,
            "email": company.email,
            "phoneNumber": company.phone,
            "phoneNumberMobile": company.mobile,
            "isInactive": company.inactive,
            "postalAddress": {
                "addressLine1": company.street,
                "postalCode": company.postal_code,
                "city": company.city,
                "country": {"code": "NO"},
            },
        }
    )


def employee_row(person: Person) -> Row:
    """An employee."""
    return _without_nothing(
        {
            "employeeNumber": person.number,
            "firstName": person.first_name,
            "lastName": person.last_name,
            "email": person.email,
            # A user with access needs an e-mail address (reference/tripletex.md, employees).
            "userType": "STANDARD" if person.email else "NO_ACCESS",
            "phoneNumberMobile": person.mobile,
            "isProjectManager": person.manager,
        }
    )


def project_row(job: Job) -> Row:
    """A project; its parent stands before it."""
    return _without_nothing(
        {
            "number": job.number,
            "name": job.name,
            "description": job.description,
            "startDate": job.start.isoformat() if job.start else None,
            "endDate": job.end.isoformat() if job.end else None,
            "customerNumber": int(job.customer) if job.customer else None,
            "managerNumber": job.manager,
            "isInternal": job.internal,
            "isClosed": job.completed,
            "mainProjectNumber": job.parent,
        }
    )


def _without_nothing(row: Row) -> Row:
    return {name: value for name, value in row.items() if value is not None}
