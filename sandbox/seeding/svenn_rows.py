"""Records in the form that the Svenn sandbox is seeded with (sandbox.svenn.seed_rows.SeedRows)."""

from __future__ import annotations

from sandbox.seeding.records import Company, Job, Person

Row = dict[str, object]


def customer_row(company: Company) -> Row:
    """A customer; Svenn keeps one phone number."""
    return {
        "number": company.number,
        "name": company.name,
        "organization_number": company.organisation_number,
        "email": company.email,
        "phone": company.phone or company.mobile,
        "address_line1": company.street,
        "postal_code": company.postal_code,
        "city": company.city,
        "country": "NO",
        "contact_name": company.contact,
        "active": not company.inactive,
    }


def employee_row(person: Person) -> Row:
    """An employee; project managers are moderators, who may make projects (reference K4)."""
    return {
        "number": person.number,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "email": person.email,
        "mobile": person.mobile,
        "role": "moderator" if person.manager else "employee",
        "active": not person.inactive,
    }


def project_row(job: Job) -> Row:
    """A project; its parent stands before it."""
    return {
        "display_id": job.number,
        "name": job.name,
        "description": job.description,
        "start_date": job.start.isoformat() if job.start else None,
        "end_date": job.end.isoformat() if job.end else None,
        "customer_number": job.customer,
        "manager_number": job.manager,
        "parent_display_id": job.parent,
        "completed": job.completed,
    }
