"""What officers enter, and the council's phone numbers."""

from typing import Any

from django import forms

from marketplace.accounts.models import User
from marketplace.core.gov_forms import GovForm
from marketplace.core.rooms import collected
from marketplace.core.seen_forms import SeenForm
from marketplace.people.models import Person
from marketplace.safeguarding.rules import (
    DECISIONS,
    PHONE_LENGTH,
    AbuseKind,
    ConcernConsent,
    NoteKind,
    OutcomeMet,
    RiskAfter,
    RiskLevel,
    SectionTest,
)

#: As long as the longest name of a person or a supplier may be.
WORDS_SOUGHT = 200


def _words(label: str, hint: str = "", rows: int = 5) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=hint, required=False, widget=area)


class TriageForm(GovForm):
    """Which kinds of abuse, how great the risk, and why."""

    kinds = forms.MultipleChoiceField(
        label="Types of abuse or neglect",
        choices=AbuseKind.choices(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    risk = forms.ChoiceField(
        label="Risk now",
        choices=RiskLevel.choices(),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how great the risk is now"},
    )
    words = _words("What you know and did so far", "Steps to protect the person come first.")

    @property
    def facts(self) -> dict[str, Any]:
        kinds = [AbuseKind(one) for one in self.cleaned_data["kinds"]]
        risk = RiskLevel(self.cleaned_data["risk"])
        return {"kinds": kinds, "risk": risk, "words": self.cleaned_data["words"]}


class DecideForm(GovForm):
    """The three tests, and what they lead to."""

    tests = forms.MultipleChoiceField(
        label="Which tests of Section 42 are met?",
        choices=SectionTest.choices(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    decision = forms.ChoiceField(
        label="Decision",
        choices=[(state.value, state.label) for state in DECISIONS],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose an enquiry or no further action"},
    )
    words = _words("Reason for the decision")

    @property
    def facts(self) -> dict[str, Any]:
        tests = [SectionTest(one) for one in self.cleaned_data["tests"]]
        decision = next(one for one in DECISIONS if one == self.cleaned_data["decision"])
        return {"tests": tests, "decision": decision, "words": self.cleaned_data["words"]}


class CloseForm(GovForm):
    """What came of it."""

    outcome_met = forms.ChoiceField(
        label="Did what the person wanted come about?",
        choices=OutcomeMet.choices(),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how far the person’s outcome was met"},
    )
    risk_after = forms.ChoiceField(
        label="What became of the risk?",
        choices=RiskAfter.choices(),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what became of the risk"},
    )
    words = _words("What was found and done")
    not_told = _words(
        "If the person was not told: why not?",
        "Leave this empty where a note says that the person was told.",
        rows=3,
    )

    @property
    def facts(self) -> dict[str, Any]:
        return {
            "outcome_met": OutcomeMet(self.cleaned_data["outcome_met"]),
            "risk_after": RiskAfter(self.cleaned_data["risk_after"]),
            "words": self.cleaned_data["words"],
            "not_told": self.cleaned_data["not_told"],
        }


class WishesForm(GovForm):
    """What the person said."""

    consent = forms.ChoiceField(
        label="Does the person agree that we go on?",
        choices=ConcernConsent.choices(),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the person said"},
    )
    wishes = _words("What does the person want to come of it?", "In their own words.")

    @property
    def facts(self) -> dict[str, Any]:
        return {
            "consent": ConcernConsent(self.cleaned_data["consent"]),
            "wishes": self.cleaned_data["wishes"],
        }


class NoteForm(GovForm):
    """A note, or that the person was told."""

    kind = forms.ChoiceField(label="What is it?", choices=NoteKind.choices(), initial=NoteKind.NOTE)
    words = _words("Note")

    @property
    def facts(self) -> dict[str, Any]:
        kind = NoteKind(self.cleaned_data["kind"])
        return {"kind": kind, "words": self.cleaned_data["words"]}


class PassedOnForm(GovForm):
    """To whom a concern about a child was given."""

    words = _words("Whom at children’s services did you tell, and when?", rows=3)


class FindSubjectForm(GovForm):
    """A record to link: of a person, or of what later rooms have."""

    kind = forms.ChoiceField(label="What is it?", widget=forms.RadioSelect)
    words = forms.CharField(
        label="Name or record number",
        max_length=WORDS_SOUGHT,
        error_messages={"required": "Enter a name or a record number"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = (Person._meta.label_lower, "Person")
        others = [(kind, subject.label) for kind, subject in collected().case_subjects.items()]
        self.fields["kind"].choices = [person, *others]  # type: ignore[attr-defined]
        self.fields["kind"].initial = person[0]


class KeptFromForm(GovForm):
    """Which colleagues may not see a concern."""

    kept_from = forms.MultipleChoiceField(
        label="Who may not see this concern?",
        help_text="Choose a colleague who is part of it, or close to somebody who is.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, colleagues: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.pk), str(one)) for one in colleagues]
        self.fields["kept_from"].choices = choices  # type: ignore[attr-defined]

    @property
    def user_ids(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data["kept_from"]]


class PhonesForm(SeenForm):
    """Whom to phone, and when somebody answers."""

    adults = forms.CharField(
        label="Phone number for concerns about adults",
        max_length=PHONE_LENGTH,
        error_messages={"required": "Enter the phone number for concerns about adults"},
    )
    adults_hours = forms.CharField(
        label="When somebody answers",
        help_text="Like: weekdays 9am to 5pm; at other times 01632 960 999",
        max_length=80,
        required=False,
    )
    children = forms.CharField(
        label="Phone number for concerns about children",
        max_length=PHONE_LENGTH,
        error_messages={"required": "Enter the phone number for concerns about children"},
    )
    children_hours = forms.CharField(label="When somebody answers", max_length=80, required=False)
