"""What a council may set about planning."""

from marketplace.core.rooms import Figure

PLAN_WRITE_DAYS = Figure(
    "plan_write_days",
    "Days for a broker to write a support plan",
    "days",
    28,
    "judgement: four weeks; the Care Act guidance asks for a plan in good time and names no number",
)
PLAN_DECIDE_DAYS = Figure(
    "plan_decide_days",
    "Days for a manager to decide a support plan",
    "days",
    10,
    "judgement: the Care Act guidance asks for timely sign-off and names no number",
)
SHARE_RULE = Figure(
    "share_rule",
    "How funds of one agreement share a payment",
    "count",
    0,
    "Care Act s.26: a budget is the cost, less what the person must pay, and the council pays the "
    "rest. It names no order from payment to payment: in proportion leaves no fund to run out first",
    most=1,
    options={0: "In proportion", 1: "Contribution first"},
)
