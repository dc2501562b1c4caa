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
BUDGET_AGREE_DAYS = Figure(
    "budget_agree_days",
    "Days for a colleague to agree a budget",
    "days",
    10,
    "judgement: as for a support plan; the Care Act guidance asks for timely sign-off",
)
PAYMENT_AGREE_DAYS = Figure(
    "payment_agree_days",
    "Days to agree how a new budget is paid",
    "days",
    10,
    "judgement: nobody can pay for support until it is agreed",
)
BROKER_CHOOSE_DAYS = Figure(
    "broker_choose_days",
    "Days to choose a broker once a budget is agreed",
    "days",
    5,
    "judgement: the plan waits for it",
)
BROKER_CASELOAD = Figure(
    "broker_caseload",
    "People on the list of one broker before it is called full",
    "count",
    30,
    "judgement: a plan and its reviews for each in a year; a full list is shown, never refused",
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
