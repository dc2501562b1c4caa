"""The shape of what is entered of a scheme and of what it asks."""

from collections.abc import Iterable
from typing import Any

from django import forms

from marketplace.accreditation.rules import (
    GUIDANCE_LENGTH,
    MOST_EVIDENCE_MONTHS,
    MOST_REFERENCES,
    MOST_REQUIREMENTS,
    MOST_VALID_MONTHS,
    QUESTION_LENGTH,
    SCHEME_NAME_LENGTH,
    SUMMARY_LENGTH,
    EvidenceKind,
    Requirement,
)
from marketplace.core.gov_forms import DateBoxesField, GovForm
from marketplace.core.seen_forms import SeenForm
from marketplace.suppliers.rules import SupplierKind


def _kinds(label: str, help_text: str) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label,
        help_text=help_text,
        choices=SupplierKind.choices(),
        coerce=SupplierKind,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least 1 type of supplier"},
    )


def _offer(form: forms.Form, kinds: Iterable[SupplierKind]) -> None:
    field = form.fields["kinds"]
    assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101 - narrows the type
    field.choices = [(kind.value, kind.label) for kind in kinds]


class SchemeForm(GovForm):
    """What a scheme is called, what it is, for whom, and for how long it is granted."""

    name = forms.CharField(
        label="Name",
        help_text="For example, Support with Confidence. Everybody reads the name.",
        max_length=SCHEME_NAME_LENGTH,
        error_messages={"required": "Enter a name for the scheme"},
    )
    summary = forms.CharField(
        label="Description",
        help_text="What the scheme is for. Suppliers read this before they apply.",
        max_length=SUMMARY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter a description of the scheme"},
    )
    kinds = _kinds("Types of supplier", "Who can apply")
    valid_months = forms.IntegerField(
        label="Months that an accreditation is valid",
        help_text="It ends sooner when required evidence ends. For example, 24.",
        min_value=1,
        max_value=MOST_VALID_MONTHS,
        initial=24,
        error_messages={"required": "Enter how many months an accreditation is valid, like 24"},
    )


class SchemeChangeForm(SeenForm, SchemeForm):
    """The same of a scheme that there is."""


class RequirementForm(GovForm):
    """One thing that a scheme asks, and of which types of supplier."""

    question = forms.CharField(
        label="Requirement",
        help_text="As a question. For example, Are you insured?",
        max_length=QUESTION_LENGTH,
        error_messages={"required": "Enter the requirement, like Are you insured?"},
    )
    guidance = forms.CharField(
        label="Help for the supplier (optional)",
        help_text="What to send, and what you look for",
        max_length=GUIDANCE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    evidence_kind = forms.TypedChoiceField(
        label="Evidence",
        choices=EvidenceKind.choices(),
        coerce=EvidenceKind,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the evidence that suppliers send"},
    )
    references = forms.IntegerField(
        label="How many references? (references only)",
        help_text=f"A number from 1 to {MOST_REFERENCES}",
        min_value=1,
        max_value=MOST_REFERENCES,
        required=False,
    )
    from_care = forms.IntegerField(
        label="How many of these from care work? (references only)",
        help_text="From somebody who knows the supplier’s care work. Enter 0 when it does not matter.",
        min_value=0,
        max_value=MOST_REFERENCES,
        required=False,
    )
    months = forms.IntegerField(
        label="Months that you accept the evidence",
        help_text="From the day it was issued. Enter 0 when it does not end.",
        min_value=0,
        max_value=MOST_EVIDENCE_MONTHS,
        error_messages={"required": "Enter how many months you accept the evidence, or 0"},
    )
    is_mandatory = forms.TypedChoiceField(
        label="Must every supplier send this?",
        choices=[("yes", "Yes, it is required"), ("no", "No, it is optional")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it is required"},
    )
    kinds = _kinds("Types of supplier", "Who sends this")

    def __init__(self, *args: Any, offered: Iterable[SupplierKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, offered)

    @property
    def requirement(self) -> Requirement:
        """What was entered, as the rules read it."""
        given = self.cleaned_data
        return Requirement(
            question=given["question"],
            guidance=given["guidance"],
            evidence_kind=given["evidence_kind"],
            months=given["months"],
            is_mandatory=given["is_mandatory"],
            references=given["references"] or 0,
            from_care=given["from_care"] or 0,
        )


class RequirementChangeForm(SeenForm, RequirementForm):
    """The same of a requirement that there is."""


def entered(asked: Requirement, kinds: Iterable[SupplierKind]) -> dict[str, Any]:
    """What the form begins with for a requirement that there is."""
    return {
        "question": asked.question,
        "guidance": asked.guidance,
        "evidence_kind": asked.evidence_kind,
        "references": asked.references or None,
        "from_care": asked.from_care if asked.references else None,
        "months": asked.months,
        "is_mandatory": "yes" if asked.is_mandatory else "no",
        "kinds": [kind.value for kind in kinds],
    }


class RemoveRequirementForm(GovForm):
    """Of whom a requirement is asked no more."""

    kinds = _kinds("Types of supplier", "Who no longer sends this")

    def __init__(self, *args: Any, offered: Iterable[SupplierKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, offered)


class RequirementPlaceForm(GovForm):
    """Where among the requirements of its type of supplier one is."""

    place = forms.IntegerField(
        label="Place in the list",
        help_text="1 is the first",
        min_value=1,
        max_value=MOST_REQUIREMENTS,
        error_messages={"required": "Enter the place in the list, like 1"},
    )


class PublishVersionForm(SeenForm):
    """From which day a version holds, as whoever publishes it saw it."""

    from_date = DateBoxesField(
        label="First day",
        help_text="Applications that begin on this day or later are asked this. For example, 1 4 2027.",
        required=True,
        error_messages={"required": "Enter the first day, like 1 4 2027"},
    )
