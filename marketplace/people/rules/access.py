"""What may be seen of a person, by whom, and why they looked."""

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from hashlib import sha256
from typing import Self

from marketplace.accounts.rules import Permission, Role, roles
from marketplace.core.labels import LabelledEnum

MAY_REGISTER_PEOPLE = Permission("register_person", "register people", roles(Role.PRACTITIONER))


class AccessCapacity(LabelledEnum):
    """As what somebody may see a person; the label is what the person reads on their own record."""

    SELF = "self", "You"
    REPRESENTATIVE = "representative", "Person who speaks for you"
    BROKER = "broker", "Your broker"
    PRACTITIONER = "practitioner", "Your social care worker"
    APPROVER = "approver", "Decides your plan"
    BUDGET = "budget", "Agrees your budget"
    FINANCE = "finance", "Checks the money"
    COPY = "copy", "Makes a copy of your record"
    BREAK_GLASS = "break_glass", "Opened your record for a stated reason"


class Scope(LabelledEnum):
    """How much of a person: who they are, the plan to read, the plan to write, the money, the risks,
    and what they answered to the questions that everybody is asked."""

    for_others: str

    def __new__(cls, value: str, label: str = "", for_others: str = "") -> Self:
        """``for_others`` is what whoever is not the person reads in place of the label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.for_others = label, for_others
        return member

    RECORD = "record", "who you are", "who the person is"
    PLAN = "plan", "your plan", "the plan"
    PLAN_WRITE = "plan_write", "changing your plan", "changing the plan"
    MONEY = "money", "your money", "the money"
    RISK = "risk", "risks to you", "risks"
    EQUALITY = "equality", "your answers to equality questions", "answers to equality questions"


def seen_words(scopes: Collection[Scope], *, for_others: bool = False) -> str:
    """How much somebody sees, in one line: "who you are, your plan and changing it"."""
    words = {one: one.for_others if for_others else one.label for one in Scope if one in scopes}
    if {Scope.PLAN, Scope.PLAN_WRITE} <= words.keys():
        words[Scope.PLAN] += " and changing it"
        del words[Scope.PLAN_WRITE]
    return ", ".join(words.values())


TO_READ = frozenset(Scope) - {Scope.PLAN_WRITE}
TO_PLAN = frozenset({Scope.RECORD, Scope.PLAN, Scope.PLAN_WRITE, Scope.RISK})
#: What somebody's own worker has, who also asks the equality questions; a team only plans.
OF_WORKER = TO_PLAN | {Scope.EQUALITY}
#: What can be shown to somebody whom the person chooses, a broker too. Their equality answers are for
#: counting and for their worker; nobody is shown them by choice or by right.
CHOOSABLE = frozenset(Scope) - {Scope.EQUALITY}

#: The most that a capacity may have; a grant chooses within it.
SCOPES_OF: dict[AccessCapacity, frozenset[Scope]] = {
    AccessCapacity.SELF: frozenset(Scope),
    AccessCapacity.REPRESENTATIVE: CHOOSABLE,
    AccessCapacity.BROKER: CHOOSABLE,
    AccessCapacity.PRACTITIONER: frozenset(Scope),
    AccessCapacity.APPROVER: frozenset({Scope.RECORD, Scope.PLAN, Scope.RISK}),
    AccessCapacity.BUDGET: frozenset({Scope.RECORD, Scope.PLAN}),
    AccessCapacity.FINANCE: frozenset({Scope.RECORD, Scope.MONEY}),
    AccessCapacity.COPY: TO_READ,
    AccessCapacity.BREAK_GLASS: frozenset({Scope.RECORD, Scope.RISK}),
}
#: What a capacity has where nothing else is chosen, if that is less than its most: nobody sees the
#: money for whom the person has not chosen it, and nobody who speaks for them writes unless chosen.
USUAL_SCOPES: dict[AccessCapacity, frozenset[Scope]] = {
    AccessCapacity.REPRESENTATIVE: frozenset({Scope.RECORD, Scope.PLAN}),
    AccessCapacity.BROKER: TO_PLAN,
    AccessCapacity.PRACTITIONER: TO_PLAN,
}
#: Work that lasts as long as the role: when the role ends, so does what it sees.
ROLE_OF: dict[AccessCapacity, Role] = {
    AccessCapacity.BROKER: Role.BROKER,
    AccessCapacity.PRACTITIONER: Role.PRACTITIONER,
}
#: As which somebody sees a person for their work at the council: it ends when they leave.
AT_WORK = frozenset(
    {
        AccessCapacity.BROKER,
        AccessCapacity.PRACTITIONER,
        AccessCapacity.APPROVER,
        AccessCapacity.BUDGET,
        AccessCapacity.FINANCE,
        AccessCapacity.COPY,
        AccessCapacity.BREAK_GLASS,
    }
)
#: What a colleague gets who does their work. A copy of a record is for whoever asked for it, a reason
#: that was stated for whoever stated it.
LENT = AT_WORK - {AccessCapacity.COPY, AccessCapacity.BREAK_GLASS}


def scopes_to_grant(
    capacity: AccessCapacity, chosen: frozenset[Scope] | None = None
) -> frozenset[Scope]:
    """What a grant gives: what was chosen, or what is usual. Raises ValueError beyond the most."""
    most = SCOPES_OF[capacity]
    given = USUAL_SCOPES.get(capacity, most) if chosen is None else chosen
    if not given or given - most:
        raise ValueError(f"{capacity}: {sorted(given)} is not some of {sorted(most)}.")
    return given


class OwnPurpose(LabelledEnum):
    """Why a person's page was opened; written to the read log that they can see."""

    OWN = "viewing their own record", "viewing their own record"
    ACTING = "acting for you", "acting for you"
    WORK = "working with you", "working with you"
    EQUALITY = "asking equality questions", "asking equality questions"
    RISKS = "planning for risks to you", "planning for risks to you"
    STATED = "looking for a reason they wrote down", "looking for a reason they wrote down"
    AUDIT = "checking who opened records", "checking who opened records"


class PeopleTask(LabelledEnum):
    """Work that this room raises."""

    RELATIONSHIP = "relationship_check", "Who speaks for a person, to check"
    CORRECTION = "correction", "Record to correct"


class PeopleReading(LabelledEnum):
    """Lists that show several people together; the label follows "in" on the person's own record."""

    FOUND = "people_found", "a list of people found by name"
    HELPED = "people_helped", "a list of the people whom they help"


#: The same people in the same list, read again by the same user on the same day within this time,
#: leave no second row. Judgement: going back from a case to the list is one look at the list.
SAME_LIST_WITHIN = timedelta(minutes=10)


def reading_hash(
    kind: str, purpose: str, filters: Mapping[str, int | str], people_ids: Iterable[int]
) -> str:
    """What two readings have in common that showed the same people in the same list."""
    parts = [kind, purpose, *(f"{key}={filters[key]}" for key in sorted(filters))]
    ids = ",".join(str(pk) for pk in sorted(people_ids))
    return sha256("\n".join([*parts, ids]).encode()).hexdigest()
