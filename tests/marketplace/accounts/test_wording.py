"""Each refusal's sentence, once."""

from datetime import date

import pytest

from marketplace.accounts.wording import SENTENCES
from marketplace.core.errors import problem
from marketplace.core.wording import sentence_of
from tests.refusals import codes_raised

FACTS = {"role": "Broker", "state": "Refused", "day": date(2026, 9, 21), "days": 366}
SAID = {
    "role_held_already": "This account has the role “Broker” already",
    "role_not_held": "This account does not have the role “Broker”",
    "role_not_given_here": "The role “Broker” is not given on this page",
    "role_proposed_already": "This role waits for a second administrator already",
    "role_held_now": "First day: leave this empty. They have this role now, and the change begins when it is confirmed",
    "role_begins_before_today": "First day: enter today or a later day",
    "role_ends_before_it_begins": "Last day: enter a day that is not before the first day, nor before today",
    "role_ends_before_today": "First day without it: enter today or a later day",
    "staff_without_role": "Choose at least 1 role",
    "limit_missing": "Enter an amount in pounds, like 350: a Broker approves up to it",
    "limit_without_role": "Highest weekly cost: leave this empty. The role “Broker” approves nothing",
    "limit_raised": "A higher limit must be proposed, and confirmed by a second administrator",
    "team_unknown": "This team is closed or unknown. Choose another team",
    "team_name_taken": "There is a team with this name already. Enter another name",
    "team_closed": "This team is closed already",
    "change_needs_second": "You proposed this. Another administrator must confirm it",
    "change_is_own": "This gives something to you. Another administrator must confirm it",
    "change_decided": "Somebody has decided this already: Refused",
    "change_too_late": "Nobody confirmed this before 21 September 2026. Propose it again",
    "cover_begins_before_today": "First day away: enter today or a later day",
    "cover_ends_before_it_begins": "Last day away: enter the first day or a later day",
    "cover_too_long": "Last day away: enter a day within 366 days of the first day",
    "cover_by_self": "Choose somebody else: nobody covers for themselves",
    "cover_without_role": "This colleague has none of the same roles. Give them a role first, or choose somebody else",
    "cover_proposed_already": "Cover for these days is proposed or confirmed already",
    "cover_over": "This cover has ended already",
    "leaves_before_today": "First day on which they do not work here: enter today or a later day",
    "leaver_without_roles": "This colleague has no roles to end",
    "invited_works_here": "Somebody with this email address works here already. Give them a role instead",
    "invited_already": "There is an invitation for this email address already. Withdraw it first",
    "invitation_not_confirmed": "A second administrator has not confirmed this invitation yet. Try the link again later",
    "invitation_over": "This link was used already, or it is too old. Ask whoever invited you for a new one",
    "invitation_sign_in_first": "You have an account already. Sign in to accept",
    "invitation_for_another": "This invitation is for another email address. Sign out, and sign in with that one",
    "invitation_own": "You cannot accept an invitation that you proposed or confirmed",
}


@pytest.mark.parametrize(("code", "said"), SAID.items())
def test_sentence_when_refused_says_what_is_so(code: str, said: str) -> None:
    assert sentence_of(problem(code, **FACTS)) == said


def test_sentences_when_a_code_is_raised_have_one_and_no_other() -> None:
    assert codes_raised("marketplace/accounts") == set(SENTENCES) == set(SAID)
