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


class Purpose(StrEnum):
    """Why a person's page was opened; written to the read log that they can see."""

    PLANNING = "planning support"
    APPROVING = "deciding on a plan"
    MONEY = "checking money"
    OWN = "looking at their own record"
