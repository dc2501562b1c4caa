"""The sentence for each refusal, and what people are told about those who work here."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from django.urls import reverse

from marketplace.accounts.queries import kinds_of_changes
from marketplace.accounts.rules import StaffNotice
from marketplace.accounts.viewer import Viewer
from marketplace.core.rooms import News, NotificationKind, Sentence, Told
from marketplace.core.words import spoken_date

#: Of the mail with the link: who asks, and no more.
INVITED_SUBJECT = "{council} invites you to Handrail"

SENTENCES: dict[str, Sentence] = {
    "role_held_already": "This account has the role “{role}” already",
    "role_not_held": "This account does not have the role “{role}”",
    "role_not_given_here": "The role “{role}” is not given on this page",
    "role_proposed_already": "This role waits for a second administrator already",
    "role_held_now": "First day: leave this empty. They have this role now, and the change begins when it is confirmed",
    "role_begins_before_today": "First day: enter today or a later day",
    "role_ends_before_it_begins": "Last day: enter a day that is not before the first day, nor before today",
    "role_ends_before_today": "First day without it: enter today or a later day",
    "staff_without_role": "Choose at least 1 role",
    "limit_missing": "Enter an amount in pounds, like 350: a {role} approves up to it",
    "limit_without_role": "Highest weekly cost: leave this empty. The role “{role}” approves nothing",
    "team_unknown": "This team is closed or unknown. Choose another team",
    "change_needs_second": "You proposed this. Another administrator must confirm it",
    "change_is_own": "This gives something to you. Another administrator must confirm it",
    "change_decided": "Somebody has decided this already: {state}",
    "change_too_late": lambda facts: (
        f"Nobody confirmed this before {spoken_date(facts['day'])}. Propose it again"
    ),
    "limit_raised": "A higher limit must be proposed, and confirmed by a second administrator",
    "cover_begins_before_today": "First day away: enter today or a later day",
    "cover_ends_before_it_begins": "Last day away: enter the first day or a later day",
    "cover_too_long": "Last day away: enter a day within {days} days of the first day",
    "cover_by_self": "Choose somebody else: nobody covers for themselves",
    "cover_without_role": "This colleague has none of the same roles. Give them a role first, or choose somebody else",
    "cover_proposed_already": "Cover for these days is proposed or confirmed already",
    "cover_over": "This cover has ended already",
    "leaves_before_today": "First day on which they do not work here: enter today or a later day",
    "leaver_without_roles": "This colleague has no roles to end",
    "team_name_taken": "There is a team with this name already. Enter another name",
    "team_closed": "This team is closed already",
    "invited_works_here": "Somebody with this email address works here already. Give them a role instead",
    "invited_already": "There is an invitation for this email address already. Withdraw it first",
    "invitation_not_confirmed": "A second administrator has not confirmed this invitation yet. Try the link again later",
    "invitation_over": "This link was used already, or it is too old. Ask whoever invited you for a new one",
    "invitation_sign_in_first": "You have an account already. Sign in to accept",
    "invitation_for_another": "This invitation is for another email address. Sign out, and sign in with that one",
    "invitation_own": "You cannot accept an invitation that you proposed or confirmed",
}


def say_of_changes(viewer: Viewer, kind: StrEnum, told: Collection[Told]) -> Mapping[Told, News]:
    """What became of a proposal, for whoever proposed it and for the auditor."""
    kinds = kinds_of_changes(viewer, [one.subject_id for one in told])
    return {
        one: News(
            f"{kinds[one.subject_id].label}: {StaffNotice(kind).label.lower()}.",
            reverse("accounts:change", args=[one.subject_id]),
        )
        for one in told
        if one.subject_id in kinds
    }


def say_of_ends(viewer: Viewer, kind: StrEnum, told: Collection[Told]) -> Mapping[Told, News]:
    """That somebody's role was ended, for the auditor. The row may be gone; the trail is not."""
    address = reverse("accounts:staff")
    return {one: News("An administrator ended a role.", address) for one in told}


NOTIFICATIONS = (
    *(
        NotificationKind(kind, "Change to the people who work here", say_of_changes)
        for kind in (StaffNotice.CONFIRMED, StaffNotice.STOPPED, StaffNotice.ACCEPTED)
    ),
    NotificationKind(StaffNotice.ENDED, "Change to the people who work here", say_of_ends),
)
