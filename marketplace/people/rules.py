"""What may be seen of a person, by whom, and why they looked."""

from enum import StrEnum


class Capacity(StrEnum):
    """As what somebody may see a person."""

    SELF = "self"
    REPRESENTATIVE = "representative"
    BROKER = "broker"
    APPROVER = "approver"
    FINANCE = "finance"


class Scope(StrEnum):
    """How much of a person: who they are, the plan, the money."""

    RECORD = "record"
    PLAN = "plan"
    MONEY = "money"


SCOPES_OF: dict[Capacity, frozenset[Scope]] = {
    Capacity.SELF: frozenset(Scope),
    Capacity.REPRESENTATIVE: frozenset({Scope.RECORD, Scope.PLAN}),
    Capacity.BROKER: frozenset({Scope.RECORD, Scope.PLAN}),
    Capacity.APPROVER: frozenset({Scope.RECORD, Scope.PLAN}),
    Capacity.FINANCE: frozenset({Scope.RECORD, Scope.MONEY}),
}


#: As the person reads it on their own record.
CAPACITY_LABELS: dict[Capacity, str] = {
    Capacity.SELF: "You",
    Capacity.REPRESENTATIVE: "Speaks for you",
    Capacity.BROKER: "Your broker",
    Capacity.APPROVER: "Decides on your plan",
    Capacity.FINANCE: "Checks the money",
}
SCOPE_LABELS: dict[Scope, str] = {
    Scope.RECORD: "who you are",
    Scope.PLAN: "your plan",
    Scope.MONEY: "your money",
}


class Purpose(StrEnum):
    """Why a person's page was opened; written to the read log that they can see."""

    PLANNING = "planning support"
    APPROVING = "deciding on a plan"
    MONEY = "checking money"
    OWN = "looking at their own record"
