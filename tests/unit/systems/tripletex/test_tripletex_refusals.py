"""The error table row by row: what each answer of Tripletex becomes. Bodies are as recorded from Tripletex."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from samspill.exceptions import (
    Bug,
    ConfigurationWrong,
    DataRefused,
    NotFound,
    RetryLater,
    SamspillError,
    VersionConflict,
)
from samspill.systems.transport import Answer, Request
from samspill.systems.tripletex.errors import error_of
from tests.unit.systems.tripletex.peer import Reply, refusal

POST = Request("POST", "/customer", body={"name": "Ola"}, subject="customer")
ERROR_PAGE = "<!DOCTYPE html><html><head><title>Feilsituasjon - Tripletex</title></head></html>"
GATEWAY = "<html>\n<head><title>502 Bad Gateway</title></head>\n</html>\n"

NORWEGIAN_AND_ENGLISH: tuple[tuple[str, str | None, str], ...] = (
    # (our code, field, text)
    ("employee_email_missing", "email", "Må angis for Tripletex-brukere."),
    ("employee_email_missing", "email", "Must be given for Tripletex users."),
    ("email_taken", "email", "Det finnes allerede en bruker med denne e-postadressen."),
    ("email_taken", "email", "There is already a user with this email address."),
    ("department_needed", "department.id", "Feltet må fylles ut."),
    ("department_needed", "department.id", "The field must be filled in."),
    ("employee_without_last_name", "lastName", "Kan ikke være null."),
    ("employee_without_last_name", "lastName", "Cannot be null."),
    ("number_taken", "employeeNumber", "Nummeret er i bruk."),
    ("project_manager_missing", None, 'Feltet "Prosjektleder" må fylles ut.'),
    ("project_manager_missing", None, 'The field "Project manager" must be filled in.'),
    ("project_manager_missing", "projectManager", "Kan ikke være null."),
    (
        "project_manager_not_entitled",
        "projectManager.id",
        "Oppgitt prosjektleder har ikke fått tilgang som prosjektleder i kontoen: Kari.",
    ),
    (
        "project_manager_not_entitled",
        "projectManager.id",
        "The given project manager has not been given access: Kari.",
    ),
    ("project_without_start_date", "startDate", "Feltet må fylles ut."),
    ("project_without_start_date", "startDate", "The field must be filled in."),
    ("number_taken", "number", "Dette nummeret er i bruk på en annen ordre, tilbud eller prosjekt."),
    ("number_taken", "number", "This number is in use on another order, offer or project."),
    ("number_taken", None, 'Nummeret er allerede i bruk: <a href="/execute/projectMenu">Gå til prosjekt</a>'),
    ("number_taken", "customerNumber", "Kundenummeret er i bruk"),
    ("number_taken", "customerNumber", "The customer number is in use."),
    (
        "organization_number_invalid",
        "organizationNumber",
        "The organization number must consist of 9 numbers and cannot have any spaces.",
    ),
    ("organization_number_invalid", None, "Organisasjonsnummeret må bestå av 9 siffer."),
    ("number_taken", "supplierNumber", "Leverandørnummeret er i bruk."),
    ("number_taken", "number", "Produktnummeret 8891 er i bruk."),
    ("name_taken", "name", "Navnet er i bruk."),
    ("name_taken", "name", "The name is in use."),
    ("vat_code_unusable", "Internt felt (vatTypeId)", "Ugyldig mva-kode."),
    ("vat_code_unusable", "Internal field (vatTypeId)", "Invalid VAT code."),
    ("customer_cannot_receive_ehf", None, "Kunden kan ikke motta EHF-dokumenter"),
    ("customer_cannot_receive_ehf", "invoiceSendMethod", "The customer cannot receive EHF documents"),
    (
        "document_vat_code_unusable",
        "orderGroups.orderLines.vatType.id,orderLines.vatType.id",
        "Ugyldig mva-kode.",
    ),
    (
        "document_vat_code_unusable",
        "project.orderLines.vatType.id,project.invoicingPlan.orderLines.vatType.id,orderLines.vatType.id",
        "Invalid VAT code.",
    ),
    (
        "income_account_missing",
        None,
        "Finner ikke en gyldig regnskapskonto for produktet 3296 Opplæring og mva-koden 1: Fradrag inngående avgift.",
    ),
    ("income_account_missing", None, "Cannot find a valid account for the VAT code 1."),
    ("line_without_text", "orderLines.description", "Det må registreres en beskrivelse eller et produkt."),
    ("line_without_text", "product.id", "A description or a product must be registered."),
    ("bank_account_missing", None, "Faktura kan ikke opprettes før selskapet har registrert et bankkontonummer."),
    ("bank_account_missing", None, "An invoice cannot be created before the company has a bank account number."),
    ("document_without_lines", None, "Fakturaen inneholder ingen ordrelinjer."),
    ("document_without_lines", None, "The invoice contains no order lines."),
    (
        "already_credited",
        None,
        "Hele eller deler av fakturaen er kreditert. Summen av kreditnotaene kan ikke være høyere.",
    ),
    ("already_credited", None, "The whole or parts of the invoice have been credited."),
    ("period_closed", "invoiceDate", "Perioden er avsluttet."),
    (
        "period_closed",
        "Internal field (account)",
        "An entry cannot be made in a period with a reconciled bank statement.",
    ),
    ("project_closed", None, "Prosjektet er avsluttet."),
    ("project_closed", "project.id", "The project is closed."),
    ("order_closed", None, "Ordren er lukket og kan ikke faktureres."),
    ("order_closed", None, "The order is closed and cannot be invoiced."),
    ("invoice_number_unusable", "invoiceNumber", "Nummeret er i bruk."),
    ("name_missing", "name", "Feltet må fylles ut."),
    ("name_missing", "firstName", "Cannot be null."),
    ("value_too_long", "phoneNumber", "Feltet har ikke korrekt lengde. Det må være mellom 0 og 100."),
    ("value_too_long", "phoneNumber", "Length of field must be between 0 and 100."),
    ("data_refused", "invoicesDueIn", "Kan ikke være over 10000"),
    ("data_refused", "Internt felt (id)", "<ul><li>Prosjekter er registrert.</li></ul>"),
)


def error(reply: Reply, request: Request = POST) -> SamspillError:
    return error_of(Answer(reply.status, httpx.Headers(reply.headers), reply.body), request)


@pytest.mark.parametrize(("code", "field", "text"), NORWEGIAN_AND_ENGLISH)
def test_the_field_tells_what_is_wrong_in_either_language(code: str, field: str | None, text: str) -> None:
    found = error(refusal(422, 18000, (field, text)))
    assert isinstance(found, DataRefused)
    assert (found.code, found.field, found.message) == (code, field or "", text)


@pytest.mark.parametrize(
    ("field", "ours"),
    [
        ("Internt felt (vatTypeId)", "vat_code"),
        ("productUnit", "unit"),
        ("invoicesDueInType", "payment_due"),
        ("postalAddress.addressLine1", "address_line1"),
    ],
)
def test_a_field_is_named_as_texts_for_people_name_it(field: str, ours: str) -> None:
    assert error(refusal(422, 18000, (field, "Feil."))).facts["field"] == ours


@pytest.mark.parametrize("first", [0, 1])
def test_the_order_of_several_messages_does_not_matter(first: int) -> None:
    messages = [
        ("email", "Det finnes allerede en bruker med denne e-postadressen."),
        ("department.id", "Feltet må fylles ut."),
    ]
    found = error(refusal(422, 18000, messages[first], messages[1 - first]))
    assert found.code == "email_taken"


@pytest.mark.parametrize("first", [0, 1])
def test_a_code_of_no_use_is_the_cause_when_no_account_fits_it_either(first: int) -> None:
    messages = [
        (None, "Finner ikke en gyldig regnskapskonto for mva-koden 1: Fradrag inngående avgift, høy sats."),
        ("orderGroups.orderLines.vatType.id,orderLines.vatType.id", "Ugyldig mva-kode."),
    ]
    assert error(refusal(422, 18000, messages[first], messages[1 - first])).code == "document_vat_code_unusable"


@pytest.mark.parametrize(
    ("email", "code"), [("ole@østfold.no", "email_not_ascii"), ("ole(at)example.no", "data_refused")]
)
def test_an_email_of_a_wrong_form_is_only_blamed_for_its_letters_when_it_has_such(email: str, code: str) -> None:
    request = Request("POST", "/employee", body={"email": email}, subject="employee")
    assert error(refusal(422, 18000, ("email", "Ugyldig format.")), request).code == code


@pytest.mark.parametrize(
    ("field", "sent", "code"),
    [
        ("lastName", "", "employee_without_last_name"),
        ("firstName", "", "name_missing"),
        ("lastName", "a" * 101, "value_too_long"),
    ],
)
def test_a_wrong_length_is_one_that_is_too_long_unless_nothing_was_sent(field: str, sent: str, code: str) -> None:
    request = Request("POST", "/employee", body={field: sent}, subject="employee")
    text = "Feltet har ikke korrekt lengde. Det må være mellom 1 og 100."
    assert error(refusal(422, 18000, (field, text)), request).code == code


def test_a_value_that_is_too_long_tells_our_name_of_the_field_and_the_limit() -> None:
    found = error(refusal(422, 18000, ("phoneNumberMobile", "Length of field must be between 0 and 100.")))
    assert found.facts == {
        "field": "mobile",
        "max_length": "100",
        "message": "Length of field must be between 0 and 100.",
    }


@pytest.mark.parametrize(
    ("reply", "kind", "code"),
    [
        (refusal(401, 3000, message="Unauthorized"), ConfigurationWrong, "tripletex_key_wrong"),
        (refusal(403, 9000, message="You do not have permission"), ConfigurationWrong, "right_missing"),
        (refusal(404, 6000, message="Object not found"), NotFound, "not_found"),
        (refusal(404, 21000, message="HTTP 404 Not Found"), Bug, "bug"),
        (refusal(409, 7000, message="Finnes fra før."), DataRefused, "number_taken"),
        (refusal(409, 8000, message="RevisionException"), VersionConflict, "version_conflict"),
        (refusal(409, 10000, message="LockedException"), DataRefused, "data_refused"),
        (refusal(409, 14000, message="Duplicate entry"), DataRefused, "number_taken"),
        (refusal(422, 18000, ("arg:consumerToken", "invalid")), ConfigurationWrong, "consumer_token_wrong"),
        (refusal(422, 18000, ("arg:employeeToken", "invalid")), ConfigurationWrong, "tripletex_key_wrong"),
        (refusal(422, 23000, message="Result set too large."), ConfigurationWrong, "register_too_large"),
        (refusal(422, 16000, ("x", "Feltet eksisterer ikke i objektet.")), DataRefused, "data_refused"),
        (refusal(422, 12000, message="'ids': ..."), Bug, "bug"),
        (refusal(422, 17000, message="Field specified for use in sorting"), Bug, "bug"),
        (refusal(422, 21000, message="Wrong data format!"), Bug, "bug"),
        (refusal(422, 22000, message="Invalid JSON"), Bug, "bug"),
        (refusal(400, 11000, message="Illegal field in fields filter"), Bug, "bug"),
        (refusal(400, 4000, message="Bad Request"), DataRefused, "data_refused"),
        (refusal(400, 1000, message="Unspecified exception"), RetryLater, "peer_unavailable"),
        (refusal(418, 0, message=None), Bug, "bug"),
        (refusal(500, 1000, message=None), RetryLater, "peer_unavailable"),
        (refusal(500, 1002, message=None), RetryLater, "peer_unavailable"),
        (Reply(500, ERROR_PAGE), RetryLater, "peer_unavailable"),
        (Reply(502, GATEWAY), RetryLater, "peer_unavailable"),
        (Reply(503, None), RetryLater, "peer_unavailable"),
        (Reply(403, "<html>blocked by a proxy</html>"), RetryLater, "peer_unavailable"),
        (Reply(200, "<html>maintenance</html>"), RetryLater, "peer_unavailable"),
        (Reply(500, ["not", "an", "envelope"]), RetryLater, "peer_unavailable"),
    ],
)
def test_status_and_code_decide_how_one_recovers(reply: Reply, kind: type[SamspillError], code: str) -> None:
    found = error(reply)
    assert (type(found), found.code) == (kind, code)


@pytest.mark.parametrize(("method", "uncertain"), [("POST", True), ("PUT", True), ("DELETE", True), ("GET", False)])
def test_after_a_server_error_only_a_write_may_have_been_carried_out(method: str, uncertain: bool) -> None:
    found = error(Reply(500, ERROR_PAGE), Request(method, "/customer"))
    assert isinstance(found, RetryLater)
    assert found.uncertain is uncertain


@pytest.mark.parametrize("kind", ["customer", "project", "employee"])
def test_a_missing_right_names_the_kind(kind: str) -> None:
    found = error(refusal(403, 9000, message="no"), Request("GET", f"/{kind}", subject=kind))
    assert found.facts == {"right": kind, "kind": kind}


def test_the_engineer_learns_route_codes_text_and_request_id() -> None:
    found = error(refusal(403, 9000, message="You do not have permission"))
    assert found.detail == "POST /customer answered 403/9000 You do not have permission (request 60a29291)"


def test_unknown_keys_of_the_envelope_do_no_harm() -> None:
    body: dict[str, Any] = {"status": 404, "code": 6000, "message": "Object not found", "later": [1]}
    assert isinstance(error(Reply(404, body)), NotFound)
