"""Which query parameters each list knows (OpenAPI 2.75.00, with its words "equals", "containing", "list of ids")."""

from __future__ import annotations

from sandbox.tripletex.filters import (
    Asked,
    Filter,
    Predicate,
    at_least,
    below,
    contains,
    equals,
    ids,
    ignored,
    numbers,
    since,
    truth,
    until,
    up_to,
    words,
)
from sandbox.tripletex.people_filters import (
    entitled_managers,
    managers,
    only_contacts,
    person_inactive,
    with_access,
    with_contacts,
)
from sandbox.tripletex.period_filters import in_months, in_week
from sandbox.tripletex.register_rows import INCOMING_VAT, OUTGOING_VAT
from sandbox.tripletex.rows import Row

_PARTY = {
    "id": ids(),
    "organizationNumber": equals("organizationNumber"),
    "email": equals("email"),
    "invoiceEmail": equals("invoiceEmail"),
    "isInactive": truth("isInactive", default="false"),
    "accountManagerId": ids("accountManager"),
    "changedSince": ignored(),
}


def _in_project() -> Filter:
    def make(asked: Asked) -> Predicate:
        wanted, company = asked.numbers(), asked.company

        def takes_part(row: Row) -> bool:
            parts = (company.row("ProjectParticipant", each) for each in row.get("participants", ()))
            return any(part is not None and part.get("employee") in wanted for part in parts)

        return takes_part

    return Filter(make)


def _of_type() -> Filter:
    """With `typeOfVat` only the codes of that direction that the account uses."""

    def make(asked: Asked) -> Predicate:
        usable = {"OUTGOING": OUTGOING_VAT, "INCOMING": INCOMING_VAT, "INCOMING_INVOICE": INCOMING_VAT}
        off = asked.company.switches.vat_codes_off

        def fits(row: Row) -> bool:
            return row.id in usable.get(asked.text, (row.id,)) and row.get("number") not in off

        return fits

    return Filter(make)


SEARCHES: dict[str, dict[str, Filter]] = {
    "customer": {
        **_PARTY,
        "customerAccountNumber": numbers("customerNumber"),
        "customerName": contains("name"),
        "phoneNumberMobile": equals("phoneNumberMobile"),
    },
    "supplier": {
        **_PARTY,
        "supplierNumber": numbers("supplierNumber"),
        "isWholesaler": truth("isWholesaler"),
        "showProducts": truth("showProducts"),
    },
    "deliveryAddress": {
        "id": ids(),
        **{name: contains(name) for name in ("addressLine1", "addressLine2", "postalCode", "city", "name")},
    },
    "contact": {
        "id": ids(),
        "firstName": contains("firstName"),
        "lastName": contains("lastName"),
        "email": contains("email"),
        "customerId": ids("customer"),
        "departmentId": ids("department"),
    },
    "project": {
        "id": ids(),
        "name": contains("name"),
        "number": equals("number"),
        "isOffer": truth("isOffer"),
        "projectManagerId": ids("projectManager"),
        "customerAccountManagerId": ignored(),
        "employeeInProjectId": _in_project(),
        "departmentId": ids("department"),
        "startDateFrom": since("startDate"),
        "startDateTo": until("startDate"),
        "endDateFrom": since("endDate"),
        "endDateTo": until("endDate"),
        "isClosed": truth("isClosed"),
        "isFixedPrice": truth("isFixedPrice"),
        "customerId": ids("customer"),
        "externalAccountsNumber": contains("externalAccountsNumber"),
        "includeRecentlyClosed": ignored(),
    },
    "employee": {
        "id": ids(),
        "firstName": contains("firstName"),
        "lastName": contains("lastName"),
        "employeeNumber": equals("employeeNumber"),
        "email": contains("email"),
        "allowInformationRegistration": truth("allowInformationRegistration"),
        "includeContacts": with_contacts(default="false"),
        "departmentId": ids("department"),
        "onlyProjectManagers": managers(),
        "onlyContacts": only_contacts(),
        "assignableProjectManagers": entitled_managers(),
        "periodStart": ignored(),
        "periodEnd": ignored(),
        "hasSystemAccess": with_access(),
        "onlyEmployeeTokens": ignored(),
    },
    "employee/searchForEmployeesAndContacts": {
        "id": ids(),
        "firstName": contains("firstName"),
        "lastName": contains("lastName"),
        "email": contains("email"),
        "includeContacts": with_contacts(default="true"),
        "isInactive": person_inactive(),
        "hasSystemAccess": with_access(),
        "excludeReadOnly": ignored(),
    },
    "employee/employment": {"employeeId": ids("employee")},
    "department": {
        "id": ids(),
        "name": contains("name"),
        "departmentNumber": contains("departmentNumber"),
        "departmentManagerId": ids("departmentManager"),
        "isInactive": truth("isInactive"),
    },
    "country": {
        "id": ids(),
        "code": words("isoAlpha2Code"),
        "isDisabled": ignored(),
        "supportedInZtl": ignored(),
    },
    "currency": {"id": ids(), "code": words("code")},
    "invoice/paymentType": {
        "id": ids(),
        "description": contains("description"),
        "query": contains("description"),
    },
    "product": {
        "number": numbers("number"),
        "ids": ids(),
        "productNumber": words("number"),
        "name": contains("name"),
        "ean": equals("ean"),
        "isInactive": truth("isInactive"),
        "isStockItem": truth("isStockItem"),
        "isSupplierProduct": ignored(),
        "supplierId": ids("supplier"),
        "currencyId": ids("currency"),
        "vatTypeId": ids("vatType"),
        "productUnitId": ids("productUnit"),
        "departmentId": ids("department"),
        "accountId": ids("account"),
        **{
            f"{field}{end}": make(field)
            for field in ("costExcludingVatCurrency", "priceExcludingVatCurrency", "priceIncludingVatCurrency")
            for end, make in (("From", at_least), ("To", below))
        },
    },
    "product/unit": {
        "id": ids(),
        "name": words("name"),
        "nameShort": words("nameShort"),
        "commonCode": words("commonCode"),
    },
    "activity": {
        "id": ids(),
        "name": contains("name"),
        "number": equals("number"),
        "description": contains("description"),
        "isProjectActivity": truth("isProjectActivity"),
        "isGeneral": truth("isGeneral"),
        "isChargeable": truth("isChargeable"),
        "isTask": truth("isTask"),
        "isInactive": truth("isDisabled"),
    },
    "order": {
        "id": ids(),
        "number": equals("number"),
        "customerId": ids("customer"),
        "orderDateFrom": since("orderDate", required=True),
        "orderDateTo": until("orderDate", required=True),
        "deliveryComment": contains("deliveryComment"),
        "isClosed": truth("isClosed"),
        "isSubscription": truth("isSubscription"),
    },
    "invoice": {
        "id": ids(),
        "invoiceDateFrom": since("invoiceDate", required=True),
        "invoiceDateTo": until("invoiceDate", required=True),
        "invoiceNumber": equals("invoiceNumber"),
        "kid": equals("kid"),
        "voucherId": ids("voucher"),
        "customerId": ids("customer"),
    },
    # Its days are "to and including", unlike everywhere else.
    "purchaseOrder": {
        "id": ids(),
        "number": equals("number"),
        "deliveryDateFrom": since("deliveryDate"),
        "deliveryDateTo": up_to("deliveryDate"),
        "creationDateFrom": since("creationDate"),
        "creationDateTo": up_to("creationDate"),
        "supplierId": ids("supplier"),
        "projectId": ids("project"),
        "isClosed": truth("isClosed"),
        "withDeviationOnly": ignored(),
    },
    "ledger/voucher": {
        "id": ids(),
        "number": numbers("number"),
        "numberFrom": at_least("number"),
        "numberTo": below("number"),
        "typeId": ignored(),
        "dateFrom": since("date", required=True),
        "dateTo": until("date", required=True),
    },
    "ledger/account": {
        "id": ids(),
        "number": numbers("number"),
        "isBankAccount": truth("isBankAccount"),
        "isInactive": truth("isInactive"),
        "isApplicableForSupplierInvoice": truth("isApplicableForSupplierInvoice"),
        "ledgerType": equals("ledgerType"),
        "isBalanceAccount": ignored(),
        "saftCode": ignored(),
    },
    "ledger/vatType": {
        "id": ids(),
        "number": numbers("number"),
        "typeOfVat": _of_type(),
        "vatDate": ignored(),
        "shouldIncludeSpecificationTypes": ignored(),
    },
    "timesheet/entry": {
        "id": ids(),
        "employeeId": ids("employee"),
        "projectId": ids("project"),
        "activityId": ids("activity"),
        "dateFrom": since("date", required=True),
        "dateTo": until("date", required=True),
        "comment": contains("comment"),
    },
    "timesheet/week": {
        "ids": ids(),
        "employeeIds": ids("employee"),
        "weekYear": in_week(),
        "approvedBy": ids("approvedBy"),
    },
    "timesheet/month/byMonthNumber": {"employeeIds": ids("employee", required=True), "monthYear": in_months()},
    "timesheet/month/byMonthNumberList": {
        "employeeIds": ids("employee", required=True),
        "monthYearList": in_months(),
    },
    "employee/entitlement": {"employeeId": ids("employee")},
    "event/subscription": {},
    "company/>withLoginAccess": {},
}
