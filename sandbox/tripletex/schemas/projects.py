"""Project, its participants, rates and activities."""

from __future__ import annotations

from sandbox.tripletex.schema import (
    choice,
    day,
    define,
    flag,
    integer,
    number,
    plain,
    read_only,
    ref,
    refs,
    since_later,
    text,
)
from sandbox.tripletex.schemas.parties import DUE_TYPES

NAME_FORMATS = (
    "NAME_STANDARD",
    "NAME_INCL_CUSTOMER_NAME",
    "NAME_INCL_PARENT_NAME",
    "NAME_INCL_PARENT_NUMBER",
    "NAME_INCL_PARENT_NAME_AND_NUMBER",
)
RATE_MODELS = (
    "TYPE_PREDEFINED_HOURLY_RATES",
    "TYPE_PROJECT_SPECIFIC_HOURLY_RATES",
    "TYPE_FIXED_HOURLY_RATE",
)

PROJECT = define(
    "Project",
    "project",
    text("name", 255),
    text("number", 100),
    text("displayName", read_only=True),
    text("description"),
    ref("projectManager", "Employee"),
    ref("department", "Department"),
    ref("mainProject", "Project"),
    day("startDate"),
    day("endDate"),
    ref("customer", "Customer"),
    flag("isClosed"),
    flag("isReadyForInvoicing"),
    flag("isInternal"),
    flag("isOffer"),
    flag("isFixedPrice"),
    ref("projectCategory", "ProjectCategory"),
    ref("deliveryAddress", "Address", owned=True),
    ref("boligmappaAddress", "Address", owned=True),
    choice("displayNameFormat", *NAME_FORMATS, default="NAME_STANDARD"),
    text("reference", 255),
    *since_later(text("contractReference")),
    text("externalAccountsNumber", 100),
    number("discountPercentage", read_only=True),
    ref("vatType", "VatType", default=3),
    number("fixedprice"),
    *read_only(number("contributionMarginPercent")),
    *read_only(integer("numberOfSubProjects"), integer("numberOfProjectParticipants")),
    plain("orderLines", ()),
    ref("currency", "Currency", default=1),
    number("markUpOrderLines"),
    number("markUpFeesEarned"),
    flag("isPriceCeiling"),
    number("priceCeilingAmount"),
    refs("projectHourlyRates", "ProjectHourlyRate", owned=True),
    flag("forParticipantsOnly"),
    refs("participants", "ProjectParticipant", owned=True),
    ref("contact", "Contact"),
    ref("attention", "Contact"),
    text("invoiceComment"),
    plain("invoicingPlan", ()),
    # It looks writable in the specification and is ignored.
    ref("preliminaryInvoice", "Invoice", read_only=True),
    flag("generalProjectActivitiesPerProjectOnly"),
    refs("projectActivities", "ProjectActivity", read_only=True),
    text("hierarchyNameAndNumber", read_only=True),
    integer("invoiceDueDate"),
    choice("invoiceDueDateType", *DUE_TYPES, default="DAYS"),
    text("invoiceReceiverEmail", 254),
    text("overdueNoticeEmail"),
    choice("accessType", "NONE", "READ", "WRITE", default="WRITE"),
    flag("useProductNetPrice"),
    flag("ignoreCompanyProductDiscountAgreement"),
    *read_only(text("customerName"), integer("hierarchyLevel"), text("projectManagerNameAndNumber")),
    number("totalInvoicedOnAccountAmountAbsoluteCurrency", read_only=True),
    flag("invoiceOnAccountVatHigh"),
    number("invoiceReserveTotalAmountCurrency", read_only=True),
    plain("accountingDimensionValues", (), read_only=False),
)

PROJECT_CATEGORY = define("ProjectCategory", "project/category", text("name", 255), text("number", 100))

PROJECT_PARTICIPANT = define(
    "ProjectParticipant",
    "project/participant",
    ref("project", "Project"),
    ref("employee", "Employee"),
    flag("adminAccess"),
)

PROJECT_HOURLY_RATE = define(
    "ProjectHourlyRate",
    "project/hourlyRates",
    ref("project", "Project"),
    day("startDate"),
    flag("showInProjectOrder"),
    choice("hourlyRateModel", *RATE_MODELS, default="TYPE_PREDEFINED_HOURLY_RATES"),
    plain("projectSpecificRates", (), read_only=False),
    number("fixedRate"),
)

# What decides about hours; nothing is written to it here.
PROJECT_SETTINGS = define(
    "ProjectSettings",
    "project/settings",
    flag("approveHourLists"),
    flag("mustApproveRegisteredHours"),
    flag("onlyProjectMembersCanRegisterInfo"),
    flag("onlyProjectActivitiesTimesheetRegistration"),
    has_id=False,
)

PROJECT_ACTIVITY = define(
    "ProjectActivity",
    "project/projectActivity",
    ref("activity", "Activity"),
    ref("project", "Project"),
    day("startDate"),
    day("endDate"),
    flag("isClosed"),
    number("budgetHours"),
    number("budgetHourlyRateCurrency"),
    number("budgetFeeCurrency"),
)
