"""The shape of what is entered at sign-up, and by whoever gives colleagues their roles."""

from datetime import timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.db.models import QuerySet

from marketplace.accounts.models import Team, User
from marketplace.accounts.rules import GIVEN_HERE, AskedFor, Role
from marketplace.core.gov_forms import DateBoxesField, GovForm, PoundsField
from marketplace.core.seen_forms import SeenForm


class SignupNameForm(forms.Form):
    """Adds a name to the sign-up page; the e-mail and password come from the account package."""

    field_order = ["name", "email", "password1"]

    name = forms.CharField(max_length=120, label="Your name")

    def signup(self, request: Any, user: Any) -> None:
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])


class NewColleagueForm(GovForm):
    """Who accepts an invitation without an account: their name, and a password of their own."""

    name = forms.CharField(max_length=120, label="Your name")
    password1 = forms.CharField(
        label="Password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password1(self) -> str:
        """By the rules of sign-up, the account's own address and name included."""
        likely = User(email=self.email, name=self.cleaned_data.get("name", ""))
        return str(get_adapter().clean_password(self.cleaned_data["password1"], likely))


class RoleForm(GovForm):
    """One role that a colleague is to have. The last day is inclusive, as it is read."""

    role = forms.ChoiceField(
        label="Role",
        choices=[(role.value, role.label) for role in GIVEN_HERE],
        error_messages={"required": "Choose a role"},
    )
    limit = PoundsField(
        label="Highest weekly cost that they may approve",
        help_text="Only for approving managers. An amount in pounds, such as 350.",
        required=False,
        min_pence=1,
    )
    team = forms.ModelChoiceField(
        label="Team", queryset=Team.objects.none(), required=False, empty_label="No team"
    )
    from_date = DateBoxesField(
        label="First day",
        help_text="If you leave this empty, the role begins when it is confirmed.",
        required=False,
    )
    last_day = DateBoxesField(
        label="Last day",
        help_text="If you leave this empty, the role has no last day.",
        required=False,
    )

    def __init__(self, *args: Any, teams: QuerySet[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]

    @property
    def asked(self) -> AskedFor:
        """What was asked for; of a form that is valid."""
        entered = self.cleaned_data
        team, last_day = entered["team"], entered["last_day"]
        return AskedFor(
            Role(entered["role"]),
            entered["limit"] or 0,
            team.pk if team else None,
            entered["from_date"],
            last_day + timedelta(days=1) if last_day else None,
        )


class InviteForm(RoleForm):
    """Who is asked to work here, and as what. More roles are given later."""

    field_order = ("name", "email")

    name = forms.CharField(
        max_length=120, label="Name", error_messages={"required": "Enter their name"}
    )
    email = forms.EmailField(
        label="Work email address",
        error_messages={"required": "Enter their email address, like name@example.org"},
    )


class EndForm(GovForm):
    """The first day on which a role, or every role, holds no more."""

    from_date = DateBoxesField(label="First day without it", help_text="Today, or a later day.")


class LimitForm(GovForm):
    """Up to what a manager may approve."""

    limit = PoundsField(label="Highest weekly cost that they may approve", min_pence=1)


class ColleagueChoice(forms.ModelChoiceField):
    """A colleague, by name and address: two may have one name."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}, {obj.email}"


class CoverForm(GovForm):
    """Who does the work of somebody who is away, on which days."""

    colleague = ColleagueChoice(
        label="Who covers?",
        queryset=User.objects.none(),
        empty_label="Choose a colleague",
        error_messages={"required": "Who covers? Choose a colleague"},
    )
    from_date = DateBoxesField(label="First day away")
    last_day = DateBoxesField(label="Last day away")

    def __init__(self, *args: Any, colleagues: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colleague"].queryset = colleagues  # type: ignore[attr-defined]


class LeaveForm(GovForm):
    """From when somebody does not work here, and who gets their work."""

    from_date = DateBoxesField(
        label="First day on which they do not work here", help_text="Today, or a later day."
    )
    colleague = ColleagueChoice(
        label="Who gets their work?",
        help_text="A second administrator confirms this. If you choose nobody, everybody with the same role gets the tasks.",
        queryset=User.objects.none(),
        required=False,
        empty_label="Nobody in particular",
    )

    def __init__(self, *args: Any, colleagues: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colleague"].queryset = colleagues  # type: ignore[attr-defined]


class TeamForm(GovForm):
    """What a team is called."""

    name = forms.CharField(
        max_length=80, label="Name of the team", error_messages={"required": "Enter a name"}
    )


class TeamNameForm(SeenForm, TeamForm):
    """The same of a team that there is."""
