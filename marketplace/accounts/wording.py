"""The sentence for each refusal, and what people are told about those who work here."""

from collections.abc import Collection, Mapping

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
    "role_begins_before_today": "First day: enter today or a later day",
    "role_ends_before_it_begins": "Last day: enter a day that is not before the first day, nor before today",
    "role_ends_before_today": "First day without the role: enter today or a later day",
    "staff_without_role": "Choose at least 1 role",
    "limit_missing": "Enter the highest weekly cost that this {role} may approve, like 350",
    "limit_without_role": "Leave the limit empty. The role “{role}” approves nothing",
    "team_unknown": "This team is closed or unknown. Choose another team",
    "change_needs_second": "You proposed this. Another administrator must confirm it",
    "change_is_own": "This gives something to you. Another administrator must confirm it",
    "change_decided": "Somebody has decided this already: {state}",
    "change_too_late": lambda facts: (
        f"Nobody confirmed this before {spoken_date(facts['day'])}. Propose it again"
    ),
    "invited_works_here": "Somebody with this email address works here already. Give them a role instead",
    "invited_already": "There is an invitation for this email address already. Withdraw it first",
    "invitation_not_confirmed": "A second administrator has not confirmed this invitation yet. Try the link again later",
    "invitation_over": "This link was used already, or it is too old. Ask whoever invited you for a new one",
    "invitation_sign_in_first": "You have an account already. Sign in to accept",
    "invitation_for_another": "This invitation is for another email address. Sign out, and sign in with that one",
    "invitation_own": "You cannot accept an invitation that you proposed or confirmed",
}


def say_of_changes(
    viewer: Viewer, kind: StaffNotice, told: Collection[Told]
) -> Mapping[Told, News]:
    """What became of a proposal, for whoever proposed it and for the auditor."""
    kinds = kinds_of_changes(viewer, [one.subject_id for one in told])
    return {
        one: News(
            f"{kinds[one.subject_id].label}: {kind.label.lower()}.",
            reverse("accounts:change", args=[one.subject_id]),
        )
        for one in told
        if one.subject_id in kinds
    }


def say_of_ends(viewer: Viewer, kind: StaffNotice, told: Collection[Told]) -> Mapping[Told, News]:
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
