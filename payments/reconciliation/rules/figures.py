"""The figures of judgement about money that a council may set, each with its usual value and source.

A source says where the usual value is from, and what moves with it.
"""

from marketplace.core.rooms import Figure

TOLERANCE = Figure(
    "match_tolerance_percent",
    "How far a payment may be from what was planned",
    "percent",
    2,
    "judgement: prices are frozen in the plan, so it covers rounding of hours. Higher hides price "
    "rises; lower sends pennies to a person",
    most=100,
)
EARLY = Figure(
    "match_early_days",
    "How long before its due date a payment may come",
    "days",
    3,
    "judgement: a bank holiday weekend. Higher than half a week makes two weekly visits compete for "
    "one payment",
)
LATE = Figure(
    "match_late_days",
    "How long after its due date a payment may come",
    "days",
    13,
    "judgement: a fortnight less a day, so that a late payment never reaches the due date two weeks "
    "on. Higher lets a missed week be taken for a later one",
)
REFUND_WITHIN = Figure(
    "match_refund_days",
    "How long after a purchase a refund is looked for",
    "days",
    90,
    "judgement: about the 12 weeks after which councils check an account. Lower leaves late refunds "
    "to a person; higher risks a wrong purchase",
)
ADVANCE = Figure(
    "match_advance_days",
    "How long before and after a budget its money may come",
    "days",
    28,
    "source: councils' pages (Brighton, Sefton) ask for money four weeks in advance. Lower leaves "
    "first loads to a person; higher mixes two budgets",
    most=92,
)
ROUNDING = Figure(
    "match_rounding_pence",
    "How much a week a payer may round",
    "pence",
    2,
    "judgement: a yearly sum over 52 weeks is out by less than 2p. Higher hides short contributions",
)
WEEKS_AT_ONCE = Figure(
    "match_weeks_at_once",
    "The most weeks that one payment in may be for",
    "weeks",
    13,
    "judgement: councils' pages say four-weekly, and a quarter is the most that one might pay ahead. "
    "Higher lets any large round sum pass for a load",
    least=1,
)
USUAL_WEEKS = Figure(
    "match_usual_weeks",
    "The weeks that a payment in usually is for",
    "weeks",
    4,
    "source: councils' pages (Brighton, Sefton) ask for four-weekly payments. Lower calls short "
    "payments too large; higher calls large ones too short",
    least=1,
)
WAITING = Figure(
    "exception_waiting_days",
    "How long a payment may wait for a person before it is urgent",
    "days",
    14,
    "judgement: half of a four-weekly load, so that none is left when the next comes. Lower fills "
    "the queue with urgent payments",
)
ANSWER_WITHIN = Figure(
    "exception_answer_days",
    "How long the person has to say what a payment was for",
    "days",
    14,
    "judgement: a fortnight, for those who need a helper to read it. Lower makes late tasks",
)
PERIODS_AT_ONCE = Figure(
    "match_periods_at_once",
    "The most periods of planned support that one payment may be for",
    "count",
    6,
    "judgement: beyond six, a multiple is more likely chance than arrears. Higher makes large wrong "
    "amounts look like several payments",
    least=1,
    most=60,
)
REPEAT = Figure(
    "match_repeat_days",
    "Days between two equal payments that may be one paid twice",
    "days",
    1,
    "judgement: a payment pressed twice is booked on the same day or the next. Higher doubts "
    "twice-weekly visits",
    most=60,
)
CASH_FROM = Figure(
    "exception_cash_from_pence",
    "The least amount of cash that receipts are asked for",
    "pence",
    0,
    "judgement: no statement explains cash, so all of it is looked at. Higher leaves small amounts "
    "in peace",
    most=1_000_000,
)
LOOK_WITHIN = Figure(
    "exception_look_days",
    "Days to look at a payment to check",
    "days",
    7,
    "judgement: a week, so that every payment is looked at before the next weekly one",
)
CASH_WITHIN = Figure(
    "exception_cash_days",
    "Days to look at cash",
    "days",
    5,
    "judgement: sooner than other payments, while receipts are still to be found",
)
LAPSED_WITHIN = Figure(
    "exception_lapsed_days",
    "Days to look at a payment to a supplier that is not accredited now",
    "days",
    14,
    "judgement: a fortnight, the time to talk with the person about another supplier",
)
LATE_WITHIN = Figure(
    "exception_late_days",
    "Days to look at a payment that has waited for too long",
    "days",
    3,
    "judgement: it is late already, so it is looked at this week",
)
TWICE_WITHIN = Figure(
    "exception_twice_days",
    "Days to look at what may have been paid twice",
    "days",
    3,
    "judgement: a bank or shop puts a double payment right more easily in its first days",
)
#: How soon each kind of payment to check must have been looked at.
LOOKED_AT = (LOOK_WITHIN, CASH_WITHIN, LAPSED_WITHIN, LATE_WITHIN, TWICE_WITHIN)
UNUSED_WEEKS = Figure(
    "exception_unused_weeks",
    "Weeks without a payment out after which an account is looked at",
    "weeks",
    8,
    "source: councils' pages check an account at 6 to 12 weeks (Worcestershire, Gateshead). Lower asks "
    "people who pay every other month; higher finds later who could not get support",
    least=1,
)
SURPLUS_WEEKS = Figure(
    "exception_surplus_weeks",
    "Weeks of money that may be left over where the agreement says nothing",
    "weeks",
    8,
    "source: councils' pages leave 4 to 8 weeks in credit (Haringey, Sefton) and look above 8 (St Helens). "
    "Lower asks people who save for a yearly bill",
    least=1,
)
LOAD_DAYS = Figure(
    "exception_load_days",
    "Days after a payment day on which money in is missing",
    "days",
    7,
    "judgement: a bank holiday week. Lower asks about payments that are on their way",
)
STATEMENT_WEEKS = Figure(
    "exception_statement_weeks",
    "Weeks after the last statement at which the next is missing",
    "weeks",
    12,
    "source: councils' pages ask for statements every quarter. Lower asks for statements that are not due",
    least=1,
)
TAX_DAYS = Figure(
    "exception_tax_days",
    "Days after a due date on which a payment to the tax office is missing",
    "days",
    31,
    "source: HMRC takes pay deductions by the 22nd of the next month, of small employers by the quarter. "
    "Lower asks before they are due",
)
#: After how long something is missing.
MISSING_AFTER = (UNUSED_WEEKS, SURPLUS_WEEKS, LOAD_DAYS, STATEMENT_WEEKS, TAX_DAYS)
LIGHT_FROM = Figure(
    "monitoring_light_from_pence",
    "The least amount that is asked about where checks are light",
    "pence",
    20_000,
    "judgement: about a week of a usual payment. Lower asks more of people who were found at low risk",
    most=10_000_000,
)
LIGHT_SAMPLE = Figure(
    "monitoring_light_sample_percent",
    "How many of the smaller payments are asked about where checks are light",
    "percent",
    10,
    "judgement: one in ten. Lower finds a pattern later; 0 asks about none",
    most=100,
)
