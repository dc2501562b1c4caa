"""Reading budgets and plans, as frozen values, through what the user may see."""

from marketplace.brokerage.queries.agreements import (
    AgreedTerms,
    agreed_terms,
    terms_of,
)
from marketplace.brokerage.queries.beside import (
    Beside,
    PauseLine,
    kinds_to_end,
    pauses_of,
    plans_beside,
)
from marketplace.brokerage.queries.board import (
    PlanBoard,
    latest_budget_line,
    plan_board,
)
from marketplace.brokerage.queries.choices import (
    AgreementChoice,
    agreements_to_pay,
)
from marketplace.brokerage.queries.facts import (
    approved_plan,
    broker_for,
    brokers_of,
    calling_back_problems,
    can_call_back,
    contents_of,
    decide_by,
    deciders,
    deciding_problems,
    latest_budget,
    limits_for,
    own_limit,
    unavailable_problems,
)
from marketplace.brokerage.queries.funding import (
    LineName,
    commitments,
    funding,
    lines_named,
    prices_in_force,
)
from marketplace.brokerage.queries.known import (
    end_of,
)
from marketplace.brokerage.queries.lists import (
    CaseloadLine,
    caseload,
    live_plans_with,
    person_of_plan_page,
    plans_of,
    waiting_plans,
)
from marketplace.brokerage.queries.market import (
    find_listings,
    listings_by_id,
    prices_of,
    public_listings,
)
from marketplace.brokerage.queries.terms import (
    term_notes_of,
)
from marketplace.brokerage.queries.uprating import (
    Moved,
    Sums,
    UpratedLine,
    progress_of,
    recorded_near,
    states_seen,
    sums_of,
    uprated_lines,
    uprated_people,
)
from marketplace.brokerage.queries.uprating_changes import (
    FoundChange,
    changes_for,
)

__all__ = [
    "AgreedTerms",
    "AgreementChoice",
    "Beside",
    "CaseloadLine",
    "FoundChange",
    "LineName",
    "Moved",
    "PauseLine",
    "PlanBoard",
    "Sums",
    "UpratedLine",
    "agreed_terms",
    "agreements_to_pay",
    "approved_plan",
    "broker_for",
    "brokers_of",
    "calling_back_problems",
    "can_call_back",
    "caseload",
    "changes_for",
    "commitments",
    "contents_of",
    "decide_by",
    "deciders",
    "deciding_problems",
    "end_of",
    "find_listings",
    "funding",
    "kinds_to_end",
    "latest_budget",
    "latest_budget_line",
    "limits_for",
    "lines_named",
    "listings_by_id",
    "live_plans_with",
    "own_limit",
    "pauses_of",
    "person_of_plan_page",
    "plan_board",
    "plans_beside",
    "plans_of",
    "prices_in_force",
    "prices_of",
    "progress_of",
    "public_listings",
    "recorded_near",
    "states_seen",
    "sums_of",
    "term_notes_of",
    "terms_of",
    "unavailable_problems",
    "uprated_lines",
    "uprated_people",
    "waiting_plans",
]
