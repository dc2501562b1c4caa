"""Councils, the people who sign in, what each is to each council, and what is asked for and waits."""

from marketplace.accounts.models.staff import AskedRole, Invitation, StaffChange
from marketplace.accounts.models.users import (
    Authority,
    AuthorityHost,
    FailedTries,
    KeptAnswers,
    Membership,
    SentForm,
    Team,
    User,
)

__all__ = [
    "AskedRole",
    "Authority",
    "AuthorityHost",
    "FailedTries",
    "Invitation",
    "KeptAnswers",
    "Membership",
    "SentForm",
    "StaffChange",
    "Team",
    "User",
]
