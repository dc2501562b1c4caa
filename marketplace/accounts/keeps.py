"""What this room keeps of those who sign in, and until when."""

from marketplace.accounts.kept_fields import KEPT_FOR
from marketplace.accounts.lockouts import FORGET_AFTER
from marketplace.accounts.models import (
    AskedRole,
    Authority,
    AuthorityHost,
    FailedTries,
    Invitation,
    KeptAnswers,
    Membership,
    SentForm,
    StaffChange,
    Team,
    User,
)
from marketplace.accounts.rules import SENT_FORMS_KEPT_FOR, Role
from marketplace.core.retention import After, Kept, Never, Part, Tidied, Whole

ABOUT_NOBODY = Never("it is about nobody")
#: Roles by which somebody works for a council or with it. A person's own role ends with nothing.
AT_WORK = sorted(role.value for role in Role if role != Role.PERSON)

KEEPS = (
    Kept(Authority, "Councils", ABOUT_NOBODY),
    Kept(AuthorityHost, "Web addresses of councils", ABOUT_NOBODY),
    Kept(Team, "Teams", ABOUT_NOBODY),
    Kept(
        User,
        "Your account",
        # An account goes when no record, organisation or role needs it.
        Whole(
            "keep_account",
            last=("date_joined", "last_login"),
            open=({"person_record__isnull": False}, {"supplier_staff__isnull": False}),
        ),
        blanks={
            "email": "erased-{pk}@erased.invalid",
            "name": "",
            "password": "!",
            "last_login": None,
            "is_active": False,
            "is_superuser": False,
        },
        person=("person_record",),
        shows={
            "name": "Name",
            "email": "Email address",
            "date_joined": "Opened",
            "last_login": "Last signed in",
        },
    ),
    Kept(
        Membership,
        "Your roles",
        Part("user", last=("until_date",), open=({"until_date": None, "role__in": AT_WORK},)),
        shows={"role": "Role", "from_date": "From", "until_date": "Until"},
    ),
    Kept(
        StaffChange,
        "Roles that administrators proposed",
        After("keep_done_task", "decided_at"),
        left_out="it is how work was shared out; the role itself is shown with your roles",
        council="authority",
    ),
    Kept(
        AskedRole,
        "Which roles were proposed",
        Part("change"),
        left_out="the role itself is shown with your roles",
    ),
    Kept(
        Invitation,
        "Invitations to work for a council",
        Part("change"),
        left_out="it names a colleague, and nobody who draws on support",
    ),
    Kept(
        KeptAnswers,
        "Forms kept for their author after a time-out",
        Tidied("accounts.jobs.prune_answers", KEPT_FOR),
    ),
    Kept(
        SentForm,
        "Which forms were sent, so that none does its work twice",
        Tidied("accounts.jobs.prune_sent_forms", SENT_FORMS_KEPT_FOR),
    ),
    Kept(
        FailedTries,
        "Counts of failed sign-ins",
        Tidied("accounts.jobs.prune_tries", FORGET_AFTER),
    ),
)
