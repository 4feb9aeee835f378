"""Purchase order and its lines, and the settings of the module that they belong to."""

from __future__ import annotations

from sandbox.tripletex.schema import choice, day, define, flag, integer, number, plain, ref, refs, text

STATUSES = (
    "STATUS_OPEN",
    "STATUS_SENT",
    "STATUS_RECEIVING",
    "STATUS_CONFIRMED_DEVIATION_DETECTED",
    "STATUS_DEVIATION_OPEN",
    "STATUS_DEVIATION_CONFIRMED",
    "STATUS_CLOSED",
    "STATUS_CANCELLED",
    "STATUS_CONFIRMED",
)

PURCHASE_ORDER = define(
    "PurchaseOrder",
    "purchaseOrder",
    # "Read only" by its description, not by the schema.
    text("number", read_only=True),
    text("receiverEmail", 254),
    number("discount"),
    text("internalComment"),
    text("packingNoteMessage"),
    text("transporterMessage"),
    text("comments"),
    ref("supplier", "Supplier"),
    day("deliveryDate"),
    day("receivedDate"),
    refs("orderLines", "PurchaseOrderline", read_only=True),
    ref("project", "Project"),
    ref("department", "Department"),
    ref("deliveryAddress", "Address", owned=True),
    day("creationDate"),
    flag("isClosed"),
    ref("ourContact", "Employee"),
    ref("supplierContact", "Employee"),
    ref("attention", "Employee"),
    choice("status", *STATUSES, default="STATUS_OPEN"),
    ref("currency", "Currency", default=1),
    ref("restorder", "PurchaseOrder"),
    *(plain(name, None) for name in ("transportType", "pickupPoint", "document", "attachment", "ediDocument")),
    text("lastSentTimestamp", read_only=True),
    text("lastSentEmployeeName", read_only=True),
    flag("hasWholesalerExportUser", read_only=True),
    choice("orderLineSorting", "ID", "PRODUCT", "PRODUCT_DESCENDING", "CUSTOM", default="PRODUCT"),
)

PURCHASE_ORDER_LINE = define(
    "PurchaseOrderline",
    "purchaseOrder/orderline",
    ref("purchaseOrder", "PurchaseOrder"),
    ref("product", "Product"),
    plain("supplierProduct", None),
    ref("resaleProduct", "Product"),
    text("description"),
    number("count"),
    number("quantityReceived"),
    number("unitCostCurrency"),
    number("unitPriceExcludingVatCurrency"),
    number("unitListPriceCurrency"),
    number("unitPriceIncVatCurrency"),
    ref("currency", "Currency", default=1),
    number("discount"),
    number("amountExcludingVatCurrency", read_only=True),
    number("amountIncludingVatCurrency", read_only=True),
    integer("customSortIndex", least=0),
)

LOGISTICS_SETTINGS = define(
    "LogisticsSettings",
    "product/logisticsSettings",
    flag("hasWarehouseLocation"),
    flag("showOnboardingWizard"),
    flag("moduleSuggestedProductNumber"),
    text("suggestedProductNumber"),
    text("purchaseOrderDefaultComment"),
    text("rackbeatAgreementNumber", read_only=True),
    flag("moduleBring"),
)
