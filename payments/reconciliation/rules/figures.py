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
)
USUAL_WEEKS = Figure(
    "match_usual_weeks",
    "The weeks that a payment in usually is for",
    "weeks",
    4,
    "source: councils' pages (Brighton, Sefton) ask for four-weekly payments. Lower calls short "
    "payments too large; higher calls large ones too short",
)
WAITING = Figure(
    "exception_waiting_days",
    "How long a line may wait for a person before it is urgent",
    "days",
    14,
    "judgement: half of a four-weekly load, so that none is left when the next comes. Lower fills "
    "the queue with urgent lines",
)
ANSWER_WITHIN = Figure(
    "exception_answer_days",
    "How long the person has to say what a payment was for",
    "days",
    14,
    "judgement: a fortnight, for those who need a helper to read it. Lower makes late tasks",
)
