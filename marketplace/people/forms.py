"""The shape of what is typed about people and those around them."""

from collections.abc import Mapping
from typing import Any

from django import forms

from marketplace.accounts.models import Team
from marketplace.core.gov_forms import DateBoxesField, GovForm
from marketplace.core.labels import LabelledEnum
from marketplace.people.rules import (
    CHOOSABLE,
    KIND_RULES,
    LINE,
    NAME_LENGTH,
    REASON_LENGTH,
    WHY_LENGTH,
    WORDS_LENGTH,
    CapacityOutcome,
    ConsentTo,
    CorrectionState,
    DecisionAbout,
    EqualityQuestion,
    EventKind,
    EventResult,
    EventRoute,
    Heard,
    NeedKind,
    RecordPart,
    RelationshipKind,
    RiskHarm,
    RiskLikelihood,
    Scope,
    answers_to,
)

EMAIL_HINT = "An account with this email address can be linked."


def _choice(enum: type[LabelledEnum], label: str, **more: Any) -> forms.TypedChoiceField:
    """One of an enum, cleaned to its member."""
    radios = len(enum) <= 6
    choices = enum.choices() if radios else [("", "Choose"), *enum.choices()]
    return forms.TypedChoiceField(
        label=label,
        choices=choices,
        coerce=enum,
        widget=forms.RadioSelect if radios else forms.Select,
        **more,
    )


class ScopesField(forms.TypedMultipleChoiceField):
    """How much somebody sees, cleaned to a set of scopes; empty is for the rule to refuse."""

    def __init__(self, label: str, *, for_others: bool = False, **more: Any) -> None:
        words = {one: one.for_others if for_others else one.label for one in Scope}
        super().__init__(
            label=label,
            choices=[
                (one.value, said.capitalize()) for one, said in words.items() if one in CHOOSABLE
            ],
            coerce=Scope,
            widget=forms.CheckboxSelectMultiple,
            required=False,
            **more,
        )

    def clean(self, value: Any) -> frozenset[Scope]:
        return frozenset(super().clean(value))


class FindPersonForm(GovForm):
    """Whom a worker looks for, among those of their list."""

    person = forms.CharField(label="Name or record number", max_length=NAME_LENGTH)


class PersonForm(GovForm):
    """What a record begins with; only a name and how to contact them must be known."""

    name = forms.CharField(label="Name", max_length=NAME_LENGTH)
    contact_wish = forms.CharField(
        label="How to contact them",
        help_text="In their words. For example “Phone 01632 960 123, after 10am”.",
        max_length=200,
    )
    date_of_birth = DateBoxesField(
        label="Date of birth", help_text="If you know it. For example 14 11 1941", required=False
    )
    home = forms.CharField(
        label="Home",
        help_text="If you know it. For example “Lives alone”.",
        max_length=120,
        required=False,
    )


class RegisterForm(PersonForm):
    """A new record, and its number in the council's case system."""

    case_reference = forms.CharField(
        label="Record number", help_text="If there is one.", max_length=40, required=False
    )


class AddressForm(GovForm):
    """Where somebody lives from a day."""

    lines = forms.CharField(label="House and street", max_length=LINE)
    town = forms.CharField(label="Town", max_length=80, required=False)
    postcode = forms.CharField(label="Postcode", max_length=10, required=False)
    from_date = DateBoxesField(
        label="First day at this address", help_text="For example 14 11 2026"
    )


class NeedForm(GovForm):
    """One thing that helps somebody to read, hear, talk and reply."""

    kind = _choice(NeedKind, "What helps them")
    detail = forms.CharField(
        label="More about it",
        help_text="Optional. For example “18 point” or “Punjabi”.",
        max_length=LINE,
        required=False,
    )


class EventForm(GovForm):
    """One step of a case."""

    kind = _choice(EventKind, "What happened")
    first_day = DateBoxesField(label="First day", help_text="For example 14 11 2026")
    last_day = DateBoxesField(label="Last day", help_text="The same day, if it took one day.")
    route = _choice(
        EventRoute, "How they came to us", required=False, help_text="For somebody who asked."
    )
    result = _choice(EventResult, "What came of it")

    def clean_route(self) -> EventRoute | None:
        return self.cleaned_data["route"] or None


class FindingForm(GovForm):
    """How somebody could make one decision on one day."""

    about = _choice(DecisionAbout, "What the decision is about")
    question = forms.CharField(label="The decision", max_length=LINE)
    finding = _choice(CapacityOutcome, "What was found")
    day = DateBoxesField(label="Day", help_text="For example 14 11 2026")
    help_given = forms.CharField(
        label="Help that was given",
        help_text="For example an interpreter, pictures, a better time of day.",
        max_length=WHY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    found_by = forms.CharField(
        label="Found by", help_text="Name and profession.", max_length=NAME_LENGTH, required=False
    )
    why = forms.CharField(
        label="Reasons",
        max_length=WHY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )


class HelperForm(GovForm):
    """Somebody around a person: as the person names them."""

    kind = _choice(RelationshipKind, "What they are to you")
    name = forms.CharField(label="Their name", max_length=NAME_LENGTH)
    email = forms.EmailField(
        label="Their email address",
        help_text=f"Optional. {EMAIL_HINT}",
        required=False,
    )
    phone = forms.CharField(label="Their phone number", max_length=40, required=False)
    scopes = ScopesField("What they can see and do")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [kind for kind in RelationshipKind if KIND_RULES[kind].by_choice]
        options = [("", "Choose"), *((kind.value, kind.label) for kind in chosen)]
        self.fields["kind"].choices = options  # type: ignore[attr-defined]


class RelationshipForm(HelperForm):
    """Somebody around a person: as a worker names them, of any kind."""

    basis = forms.CharField(
        label="What it rests on",
        help_text="For example “Lasting power of attorney, registered 4 May 2024”.",
        max_length=LINE,
        required=False,
    )
    scopes = ScopesField("What they can see and do", for_others=True)
    field_order = ("kind", "name", "email", "phone", "basis", "scopes")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].label = "What they are to the person"
        options = [("", "Choose"), *RelationshipKind.choices()]
        self.fields["kind"].choices = options  # type: ignore[attr-defined]


class VerifyForm(GovForm):
    """Which paper was seen, and whether there is a conflict of interest."""

    paper = forms.CharField(
        label="Document you saw",
        help_text="For example “Power of attorney, validated copy”. Leave it empty if none is needed.",
        max_length=LINE,
        required=False,
    )
    paper_seen_date = DateBoxesField(
        label="Day you saw it", help_text="For example 14 11 2026", required=False
    )
    has_conflict = forms.BooleanField(
        label="Their interests can conflict with the person’s", required=False
    )
    conflict = forms.CharField(
        label="Which interests", help_text="Optional.", max_length=LINE, required=False
    )


class ScopesForm(GovForm):
    """How much somebody sees from now on."""

    scopes = ScopesField("What they can see and do")


class GivenScopesForm(GovForm):
    """The same, as a worker sets it."""

    scopes = ScopesField("What they can see and do", for_others=True)


class ConsentForm(GovForm):
    """What somebody agrees to, on their own page."""

    to = _choice(ConsentTo, "What you agree to")
    whom = forms.CharField(
        label="Who we share it with",
        help_text="Only if you choose to share. For example “My GP, Dr Shah”.",
        max_length=NAME_LENGTH,
        required=False,
    )
    scopes = ScopesField("What they can see")


class HeardConsentForm(ConsentForm):
    """What somebody agreed to, as a worker heard it."""

    scopes = ScopesField("What others can see", for_others=True)
    heard = _choice(Heard, "How they said it")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].label = "What they agree to"
        said = [(one.value, one.label) for one in Heard if one != Heard.OWN_PAGE]
        self.fields["heard"].choices = said  # type: ignore[attr-defined]


class CorrectionForm(GovForm):
    """What is wrong, and what is right."""

    part = _choice(RecordPart, "What is wrong")
    words = forms.CharField(
        label="What is right",
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CorrectionAnswerForm(GovForm):
    """What came of a correction that was asked for."""

    state = forms.TypedChoiceField(
        label="Answer",
        choices=[(s.value, s.label) for s in CorrectionState if s != CorrectionState.ASKED],
        coerce=CorrectionState,
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label="What you tell the person",
        help_text="If you do not change the record, say why.",
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )


class AccountForm(GovForm):
    """The email address of an account that somebody has, confirmed."""

    email = forms.EmailField(
        label="Email address of their account",
        help_text="They create the account and confirm this address first.",
    )


class ColleagueForm(GovForm):
    """A colleague, or a team, who works with a person from now on."""

    email = forms.EmailField(label="Email address of a colleague", required=False)
    team = forms.ModelChoiceField(label="Or a team", queryset=Team.objects.none(), required=False)

    def __init__(self, *args: Any, teams: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]


class EqualityForm(GovForm):
    """The questions that everybody is asked; an answer that is left open is none."""

    def __init__(self, *args: Any, said: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "initial": dict(said)})
        for question in EqualityQuestion:
            self.fields[question.value] = forms.ChoiceField(
                label=question.label,
                choices=[("", "No answer"), *answers_to(question)],
                required=False,
            )

    def answers(self) -> dict[EqualityQuestion, str]:
        """Each question with the code of its answer, empty where it is left open."""
        return {EqualityQuestion(name): said for name, said in self.cleaned_data.items()}


class RiskForm(GovForm):
    """One risk, and what is done about it."""

    what = forms.CharField(
        label="What may happen",
        help_text="For example “Falling on the way to choir”.",
        max_length=LINE,
    )
    wanted = forms.CharField(
        label="Why it is worth it",
        help_text="Optional. For example “Singing keeps me well”.",
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    likelihood = _choice(RiskLikelihood, "How likely it is")
    harm = _choice(RiskHarm, "How much harm it would do")
    done = forms.CharField(
        label="What is done about it, and by whom",
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    review_date = DateBoxesField(
        label="Day to look again", help_text="A year from today at the latest."
    )


class GlassForm(GovForm):
    """Whose record is opened, and why."""

    reference = forms.CharField(label="Record number or whole name", max_length=200)
    reason = forms.CharField(
        label="Reason",
        help_text="The person and the auditor can see that you opened the record. The auditor reads the reason.",
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
