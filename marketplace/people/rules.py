"""What may be seen of a person, by whom, and why they looked."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from hashlib import sha256

from marketplace.accounts.rules import Permission, Role, roles
from marketplace.core.labels import LabelledEnum

MAY_REGISTER_PEOPLE = Permission(
    "register_person", "register people", roles(Role.PRACTITIONER, Role.ADMINISTRATOR)
)


class AccessCapacity(LabelledEnum):
    """As what somebody may see a person; the label is what the person reads on their own record."""

    SELF = "self", "You"
    REPRESENTATIVE = "representative", "Person who speaks for you"
    BROKER = "broker", "Your broker"
    APPROVER = "approver", "Decides your plan"
    FINANCE = "finance", "Checks the money"
    COPY = "copy", "Makes a copy of your record"


class Scope(LabelledEnum):
    """How much of a person: who they are, the plan, the money."""

    RECORD = "record", "who you are"
    PLAN = "plan", "your plan"
    MONEY = "money", "your money"


SCOPES_OF: dict[AccessCapacity, frozenset[Scope]] = {
    AccessCapacity.SELF: frozenset(Scope),
    AccessCapacity.REPRESENTATIVE: frozenset({Scope.RECORD, Scope.PLAN}),
    AccessCapacity.BROKER: frozenset({Scope.RECORD, Scope.PLAN}),
    AccessCapacity.APPROVER: frozenset({Scope.RECORD, Scope.PLAN}),
    AccessCapacity.FINANCE: frozenset({Scope.RECORD, Scope.MONEY}),
    AccessCapacity.COPY: frozenset(Scope),
}


#: As which somebody sees a person for their work at the council: it ends when they leave.
AT_WORK = frozenset(
    {
        AccessCapacity.BROKER,
        AccessCapacity.APPROVER,
        AccessCapacity.FINANCE,
        AccessCapacity.COPY,
    }
)
#: What a colleague gets who does their work. A copy of a record is for whoever asked for it.
LENT = AT_WORK - {AccessCapacity.COPY}


class OwnPurpose(LabelledEnum):
    """Why a person's page was opened; written to the read log that they can see."""

    OWN = "viewing their own record", "viewing their own record"


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
