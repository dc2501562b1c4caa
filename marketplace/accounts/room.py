"""What this room declares."""

from marketplace.accounts.event_words import EVENTS, SETTINGS, SUBJECTS
from marketplace.accounts.health import CHECKS
from marketplace.accounts.keeps import KEEPS
from marketplace.accounts.models import AuthorityHost, Team
from marketplace.accounts.rules import (
    MAY_COUNT_TRIES,
    MAY_GIVE_ROLES,
    MAY_GIVE_ROLES_ALONE,
    MAY_KEEP_ANSWERS,
    MAY_MAIL_INVITATIONS,
    MAY_MAKE_COUNCILS,
    MAY_SEE_STAFF,
    ChangeState,
    InvitationState,
    StaffNotice,
    StaffTask,
)
from marketplace.accounts.samples import SAMPLES
from marketplace.accounts.wording import NOTIFICATIONS, SENTENCES
from marketplace.core.rooms import (
    Pack,
    Queue,
    Room,
    SettingsGroup,
    SettingsPage,
    WhoIsTold,
    nobody_told,
)

ROOM = Room(
    name="accounts",
    urls="marketplace.accounts.urls",
    pages="Your account, answers that are not saved, and the people who work here",
    permissions=(
        MAY_COUNT_TRIES,
        MAY_GIVE_ROLES,
        MAY_GIVE_ROLES_ALONE,
        MAY_KEEP_ANSWERS,
        MAY_MAIL_INVITATIONS,
        MAY_MAKE_COUNCILS,
        MAY_SEE_STAFF,
    ),
    task_kinds=tuple(StaffTask),
    queues=(Queue(StaffTask.CONFIRM, "proposals to confirm", "accounts:staff"),),
    settings_pages=(
        SettingsPage(
            "People who work here",
            "accounts:staff",
            MAY_SEE_STAFF,
            "Colleagues, their roles, limits and teams; who is invited, away or leaving.",
            SettingsGroup.STAFF,
        ),
    ),
    notifications=NOTIFICATIONS,
    who_is_told=(
        WhoIsTold(ChangeState.CONFIRMED, (StaffNotice.CONFIRMED,)),
        WhoIsTold(ChangeState.REFUSED, (StaffNotice.STOPPED,)),
        WhoIsTold(ChangeState.WITHDRAWN, (StaffNotice.STOPPED,)),
        WhoIsTold(InvitationState.ACCEPTED, (StaffNotice.ACCEPTED,)),
        WhoIsTold(InvitationState.WITHDRAWN, (StaffNotice.STOPPED,)),
        *nobody_told(
            "nothing was given; whoever asked for it reads it in the list",
            ChangeState.LAPSED,
            InvitationState.LAPSED,
        ),
        *nobody_told("whoever is invited gets the mail with the link", InvitationState.OPEN),
    ),
    sentences=SENTENCES,
    pack=Pack(
        otherwise={
            AuthorityHost: "whoever makes the council names them",
            Team: "its administrators form them",
        }
    ),
    keeps=KEEPS,
    samples=SAMPLES,
    health=CHECKS,
    events=EVENTS,
    settings_events=SETTINGS,
    subjects=SUBJECTS,
)
