"""Company, client, session, logged-in user, entitlement, webhook subscription and event."""

from __future__ import annotations

from sandbox.tripletex.schema import choice, day, define, flag, integer, read_only, ref, text

STATUSES = (
    "ACTIVE",
    "DISABLED",
    "DISABLED_TOO_MANY_ERRORS",
    "DISABLED_RATE_LIMIT_EXCEEDED",
    "DISABLED_MISUSE",
)

_COMPANY = (
    text("name", 255),
    text("displayName", read_only=True),
    day("startDate"),
    day("endDate"),
    text("organizationNumber", 100),
    text("email", 254),
    text("phoneNumber", 100),
    text("phoneNumberMobile", 100),
    text("faxNumber", 100),
    ref("address", "Address"),
    text("type", default="AS"),
    ref("currency", "Currency", default=1),
    *read_only(
        flag("accountantOrSimilar"),
        text("companyMigration", default="NONE"),
        flag("invoiceShowDeliveryDate"),
    ),
)

COMPANY = define("Company", "company", *_COMPANY)
CLIENT = define("Client", "company", *_COMPANY, integer("customerCompanyId", read_only=True), table="Company")

SESSION_TOKEN = define(
    "SessionToken",
    "token/session",
    ref("consumerToken", "ConsumerToken"),
    ref("employeeToken", "EmployeeToken"),
    day("expirationDate"),
    text("token"),
)
CONSUMER_TOKEN = define("ConsumerToken", "token/consumer", text("token"), day("expirationDate"))
EMPLOYEE_TOKEN = define("EmployeeToken", "token/employee", text("token"), day("expirationDate"))

SESSION_BODY = define(
    "PostSessionTokenBody",
    "token/session",
    text("consumerToken"),
    text("employeeToken"),
    day("expirationDate"),
    has_id=False,
)

LOGGED_IN_USER = define(
    "LoggedInUserInfo",
    "token/session/>whoAmI",
    *read_only(integer("employeeId"), integer("actualEmployeeId")),
    ref("employee", "Employee"),
    integer("companyId", read_only=True),
    ref("company", "Company"),
    *read_only(text("language"), flag("loggedInWithConnect"), flag("employeeIsProxy")),
    has_id=False,
)

ENTITLEMENT = define(
    "Entitlement",
    "employee/entitlement",
    ref("employee", "Employee"),
    text("name", read_only=True),
    integer("entitlementId"),
    ref("customer", "Company"),
)

SUBSCRIPTION = define(
    "Subscription",
    "event/subscription",
    text("event", 255),
    text("targetUrl", 255),
    text("fields", 255),
    choice("status", *STATUSES, default="ACTIVE"),
    text("authHeaderName", 255),
    text("authHeaderValue", 4096, write_only=True),
    text("hmacSharedSecret", write_only=True),
)

EVENT_INFO = define(
    "EventInfo",
    "event",
    *read_only(text("name"), text("description"), text("payloadModel")),
    has_id=False,
)
