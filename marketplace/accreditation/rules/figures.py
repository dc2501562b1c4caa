"""The numbers that each council may set for itself."""

from marketplace.core.rooms import Figure

DECIDE_WITHIN = Figure(
    key="accreditation_decide_within",
    label="Working days in which an application is decided",
    unit="days",
    usual=20,
    source="Judgement: four weeks, which suppliers are promised when they send an application in.",
)
RENEWAL_NOTICE = Figure(
    key="accreditation_renewal_notice",
    label="Days before its end that an accreditation is to be renewed",
    unit="days",
    usual=60,
    source="Judgement: a month to gather new evidence, and a month to decide on it.",
)
