"""Employee and employment."""

from __future__ import annotations

from sandbox.tripletex.schema import (
    choice,
    day,
    define,
    embedded,
    flag,
    integer,
    number,
    on_demand,
    plain,
    read_only,
    ref,
    refs,
    text,
)

END_REASONS = tuple(
    f"EMPLOYMENT_END_{reason}"
    for reason in (
        "EXPIRED",
        "EMPLOYEE",
        "EMPLOYER",
        "WRONGLY_REPORTED",
        "SYSTEM_OR_ACCOUNTANT_CHANGE",
        "INTERNAL_CHANGE",
    )
)
TAX_CODES = (
    "loennFraHovedarbeidsgiver",
    "loennFraBiarbeidsgiver",
    "pensjon",
    "loennTilUtenrikstjenestemann",
    "loennKunTrygdeavgiftTilUtenlandskBorger",
    "loennKunTrygdeavgiftTilUtenlandskBorgerSomGrensegjenger",
    "introduksjonsstoenad",
    "ufoereytelserFraAndre",
    "",
)
FORMS = ("PERMANENT", "TEMPORARY", "PERMANENT_AND_HIRED_OUT", "TEMPORARY_AND_HIRED_OUT", "TEMPORARY_ON_CALL")
PAYS = ("MONTHLY_WAGE", "HOURLY_WAGE", "COMMISION_PERCENTAGE", "FEE", "PIECEWORK_WAGE")
SCHEMES = ("NOT_SHIFT", "ROUND_THE_CLOCK", "SHIFT_365", "OFFSHORE_336", "CONTINUOUS", "OTHER_SHIFT")
INTERNATIONAL_IDS = (
    "PASSPORT_NO",
    "NATIONAL_INSURANCE_NO",
    "TAX_IDENTIFICATION_NO",
    "VALUE_ADDED_TAX_IDENTIFICATION_NO",
)
NO_HOLIDAY = {"year": 0, "amount": 0, "basis": 0, "amountExtraHolidayWeek": 0}

INTERNATIONAL_ID = define(
    "InternationalId",
    "",
    choice("intAmeldingType", *INTERNATIONAL_IDS),
    ref("country", "Country"),
    text("number", 100),
    has_id=False,
)

EMPLOYEE = define(
    "Employee",
    "employee",
    text("firstName", 100),
    text("lastName", 100),
    text("displayName", read_only=True),
    text("employeeNumber", 100),
    day("dateOfBirth"),
    text("email", 100),
    ref("phoneNumberMobileCountry", "Country", default=161),
    text("phoneNumberMobile", 100),
    text("phoneNumberHome", 100),
    text("phoneNumberWork", 100),
    text("nationalIdentityNumber", 100),
    text("dnumber", 11),
    embedded("internationalId", "InternationalId"),
    text("bankAccountNumber", 100),
    text("iban"),
    text("bic"),
    integer("creditorBankCountryId"),
    flag("usesAbroadPayment"),
    choice("userType", "STANDARD", "EXTENDED", "NO_ACCESS"),
    flag("allowInformationRegistration", read_only=True, default=True),
    flag("isContact"),
    flag("isProxy", read_only=True),
    text("comments"),
    ref("address", "Address", owned=True),
    ref("department", "Department"),
    refs("employments", "Employment", owned=True),
    plain("holidayAllowanceEarned", NO_HOLIDAY, read_only=False),
    ref("employeeCategory", "EmployeeCategory"),
    *read_only(
        flag("isAuthProjectOverviewURL", default=True),
        integer("pictureId"),
        integer("companyId"),
        flag("vismaConnect2FAactive"),
    ),
)

EMPLOYEE_CATEGORY = define("EmployeeCategory", "employee/category", text("name", 255), text("number", 100))

EMPLOYMENT = define(
    "Employment",
    "employee/employment",
    ref("employee", "Employee"),
    text("employmentId", 255),
    day("startDate"),
    day("endDate"),
    choice("employmentEndReason", *END_REASONS),
    ref("division", "Division"),
    day("lastSalaryChangeDate"),
    flag("noEmploymentRelationship"),
    flag("isMainEmployer", default=True),
    choice("taxDeductionCode", *TAX_CODES, default=""),
    refs("employmentDetails", "EmploymentDetails", owned=True),
    flag("isRemoveAccessAtEmploymentEnded"),
    ref("latestSalary", "EmploymentDetails"),
)

EMPLOYMENT_DETAILS = define(
    "EmploymentDetails",
    "employee/employment/details",
    ref("employment", "Employment"),
    day("date"),
    choice("employmentType", "ORDINARY", "MARITIME", "FREELANCE", "NOT_CHOSEN", default="NOT_CHOSEN"),
    choice("employmentForm", *FORMS, "NOT_CHOSEN", default="NOT_CHOSEN"),
    choice("remunerationType", *PAYS, "NOT_CHOSEN", default="NOT_CHOSEN"),
    choice("workingHoursScheme", *SCHEMES, "NOT_CHOSEN", default="NOT_CHOSEN"),
    number("shiftDurationHours"),
    number("percentageOfFullTimeEquivalent"),
    number("annualSalary"),
    number("hourlyWage"),
    number("monthlySalary", read_only=True),
    *on_demand(
        plain("maritimeEmployment", None, read_only=False),
        plain("occupationCode", None, read_only=False),
        plain("payrollTaxMunicipalityId", None, read_only=False),
    ),
)
