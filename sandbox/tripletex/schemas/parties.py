"""Customer and supplier (two views of one row) and contact."""

from __future__ import annotations

from sandbox.tripletex.schema import (
    Field,
    choice,
    define,
    flag,
    integer,
    number,
    on_demand,
    plain,
    read_only,
    ref,
    text,
)

PARTY = "Party"
SEND_METHODS = ("EMAIL", "EHF", "EFAKTURA", "AVTALEGIRO", "VIPPS", "PAPER", "MANUAL")
DUE_TYPES = ("DAYS", "MONTHS", "RECURRING_DAY_OF_MONTH")

_MAILS_AND_PHONES = (
    text("email", 254),
    text("invoiceEmail", 254),
    text("overdueNoticeEmail", 254),
    text("phoneNumber", 100),
    text("phoneNumberMobile", 100),
    text("description"),
)

_ADDRESSES = (
    ref("postalAddress", "Address", owned=True),
    ref("physicalAddress", "Address", owned=True),
    ref("deliveryAddress", "DeliveryAddress", owned=True),
)

_CATEGORIES: tuple[Field, ...] = tuple(ref(f"category{place}", "CustomerCategory") for place in (1, 2, 3))

_LANGUAGE = choice("language", "NO", "EN", default="NO")

CUSTOMER = define(
    "Customer",
    "customer",
    text("name", 255),
    text("organizationNumber", 100),
    integer("globalLocationNumber", least=0),
    integer("supplierNumber", least=0),
    integer("customerNumber", least=0),
    flag("isSupplier"),
    flag("isCustomer", read_only=True),
    flag("isInactive"),
    ref("accountManager", "Employee"),
    ref("department", "Department"),
    *_MAILS_AND_PHONES,
    _LANGUAGE,
    text("displayName", read_only=True),
    flag("isPrivateIndividual"),
    flag("singleCustomerInvoice"),
    choice("invoiceSendMethod", *SEND_METHODS, default="EMAIL"),
    choice("emailAttachmentType", "LINK", "ATTACHMENT", default="ATTACHMENT"),
    *_ADDRESSES,
    *_CATEGORIES,
    integer("invoicesDueIn", default=14, least=0),
    choice("invoicesDueInType", *DUE_TYPES, default="DAYS"),
    ref("currency", "Currency", default=1),
    plain("bankAccountPresentation", (), read_only=False),
    ref("ledgerAccount", "Account"),
    flag("isFactoring"),
    flag("invoiceSendSMSNotification"),
    text("invoiceSMSNotificationNumber"),
    flag("isAutomaticSoftReminderEnabled"),
    flag("isAutomaticReminderEnabled"),
    flag("isAutomaticNoticeOfDebtCollectionEnabled"),
    number("discountPercentage"),
    text("website"),
    *on_demand(plain("bankAccounts", (), read_only=False)),
    table=PARTY,
)

SUPPLIER = define(
    "Supplier",
    "supplier",
    text("name", 255),
    text("organizationNumber", 100),
    integer("supplierNumber"),
    integer("customerNumber"),
    flag("isSupplier", read_only=True),
    flag("isCustomer"),
    flag("isInactive"),
    *_MAILS_AND_PHONES,
    flag("isPrivateIndividual"),
    flag("showProducts"),
    ref("accountManager", "Employee"),
    *_ADDRESSES,
    *_CATEGORIES,
    plain("bankAccountPresentation", (), read_only=False),
    ref("currency", "Currency", default=1),
    ref("ledgerAccount", "Account"),
    _LANGUAGE,
    *read_only(flag("isWholesaler"), text("displayName"), text("locale", default="no_NO")),
    text("website"),
    *on_demand(plain("bankAccounts", (), read_only=False)),
    table=PARTY,
)

CUSTOMER_CATEGORY = define("CustomerCategory", "customer/category", text("name", 255), text("number", 100))

CONTACT = define(
    "Contact",
    "contact",
    text("firstName", 100),
    text("lastName", 100),
    text("displayName", read_only=True),
    text("email", 100),
    ref("phoneNumberMobileCountry", "Country", default=161),
    text("phoneNumberMobile", 100),
    text("phoneNumberWork", 100),
    ref("customer", "Customer"),
    ref("department", "Department"),
    flag("isInactive"),
)
