"""What this room keeps of a person, and until when."""

from marketplace.brokerage.models import (
    FundingStream,
    Outcome,
    PersonalBudget,
    PlanAnswer,
    PlanDecision,
    PlanItem,
    SupportPlan,
)
from marketplace.brokerage.rules import MOST_SCORE, OPEN
from marketplace.core.retention import Kept, Part

KEEPS = (
    Kept(
        PersonalBudget,
        "Your personal budgets",
        Part("person", last=("from_date", "until_date"), open=({"until_date": None},)),
        shows={
            "weekly_pence": "A week",
            "from_date": "From",
            "until_date": "Until",
            "agreed_at": "Agreed",
            "agreed_by": "Agreed by",
        },
    ),
    Kept(
        FundingStream,
        "Where your budget comes from",
        Part("budget"),
        shows={"payer": "Who pays", "weekly_pence": "A week"},
    ),
    Kept(
        SupportPlan,
        "Your support plans",
        Part("person", last=("changed_at",), open=({"state__in": sorted(OPEN)},)),
        shows={
            "version": "Version",
            "state": "State",
            "created_at": "Started",
            "changed_at": "Last changed",
            "author": "Written by",
            "person_agreed_date": "You said it is your plan",
            "submitted_at": "Sent for a decision",
            "submitted_by": "Sent by",
            "approved_at": "Approved",
            "approved_by": "Approved by",
            "weekly_pence": "Cost a week when approved",
        },
    ),
    Kept(
        PlanAnswer,
        "Answers in your plans",
        Part("plan"),
        shows={"question": "Question", "text": "Answer"},
    ),
    Kept(
        Outcome,
        "Your goals",
        Part("plan"),
        shows={
            "words": "Goal",
            "area": "Area",
            "baseline": f"Now, of {MOST_SCORE}",
            "target": f"Aim, of {MOST_SCORE}",
        },
    ),
    Kept(
        PlanDecision,
        "Decisions on your plans",
        Part("plan"),
        shows={
            "decision": "Decision",
            "reasons": "Reasons",
            "decided_at": "Decided",
            "decided_by": "Decided by",
        },
    ),
    Kept(
        PlanItem,
        "Support you have planned",
        Part("plan"),
        # Who helps unpaid, and what happens when they cannot, is about them: it is left out.
        shows={
            "title": "Support",
            "kind": "Kind",
            "provider_name": "Supplier",
            "when": "When",
            "price_pence": "Price",
            "quantity": "How many",
            "unit": "Unit",
            "frequency": "How often",
            "deployment": "Who pays the supplier",
        },
    ),
)
