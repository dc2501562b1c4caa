"""What staff and people type about payments."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from marketplace.core.errors import DomainError
from marketplace.core.gov_forms import GovForm, HintedRadios, PoundsField
from marketplace.core.wording import sentences_of
from payments.reconciliation.actions import Chosen
from payments.reconciliation.models import LONGEST_EXPLANATION, LONGEST_MATCH_REASON, LONGEST_WORDS
from payments.reconciliation.queries.lines import MatchChoice
from payments.reconciliation.queries.queue import QueueFilter
from payments.reconciliation.rules.states import UNRESOLVED
from payments.reconciliation.rules.values import TargetKind

# Rows of the form that splits a payment. Judgement: a payment for more than four items is not seen.
SPLIT_ROWS = 4


class QueueFilterForm(GovForm):
    who = forms.CharField(label="Person or last 4 of account", max_length=120, required=False)
    owner = forms.ChoiceField(
        label="Owner", required=False, choices=[("", "Anyone"), ("me", "Me"), ("nobody", "Nobody")]
    )
    amount = PoundsField(label="Amount from", required=False)
    source = forms.ChoiceField(
        label="Source",
        required=False,
        choices=[("", "Card and bank"), ("card", "Card"), ("bank", "Bank statement")],
    )
    state = forms.ChoiceField(
        required=False,
        choices=[("", "All"), *((state.value, state.label) for state in UNRESOLVED)],
        widget=forms.HiddenInput,
    )

    def wanted(self) -> QueueFilter:
        """What was asked for; a box that could not be read filters nothing, and says so."""
        self.is_valid()
        typed = self.cleaned_data
        return QueueFilter(
            state=typed.get("state") or "",
            who=(typed.get("who") or "").strip(),
            owner=typed.get("owner") or "",
            from_pence=typed.get("amount") or 0,
            source=typed.get("source") or "",
        )


class ActingForm(GovForm):
    """A form whose press does one action; the action's refusal becomes the form's error."""

    def ran(self, action: Callable[..., object], **facts: Any) -> bool:
        """Whether the form is right and the action was done."""
        if not self.is_valid():
            return False
        try:
            action(**facts, **self.facts())
        except DomainError as refusal:
            for problem in sentences_of(refusal):
                self.add_error(None, problem)
            return False
        return True

    def facts(self) -> dict[str, Any]:
        """What the form adds to the action's arguments."""
        return dict(self.cleaned_data)


def chosen_of(value: str, amount_pence: int = 0) -> Chosen:
    """A choice as the form holds it, `plan_item:7`."""
    kind, _, target_id = value.partition(":")
    return Chosen(TargetKind(kind), int(target_id), amount_pence)


class MatchForm(ActingForm):
    choice = forms.ChoiceField(
        label="What was it for?", error_messages={"required": "Choose what the payment was for"}
    )
    words = forms.CharField(
        label="Why, in words that the person can read",
        help_text="Leave this empty to say only what you chose.",
        max_length=LONGEST_MATCH_REASON,
        required=False,
    )

    def __init__(self, *args: Any, choices: Sequence[MatchChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["choice"]
        field.widget = HintedRadios(hints={c.value: c.hint for c in choices})
        field.choices = [(c.value, c.label) for c in choices]  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        return {
            "chosen": chosen_of(self.cleaned_data["choice"]),
            "words": self.cleaned_data["words"],
        }


class AskForm(ActingForm):
    question = forms.CharField(
        label="Your question",
        help_text="The person reads it in these words. Say that the payment may be quite all right.",
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write the question as the person should read it"},
    )


class ResolveForm(ActingForm):
    outcome = forms.CharField(
        label="What was decided",
        help_text="The person can read it. The money stays outside the plan’s lines.",
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write what was decided"},
    )


class ExplainForm(ActingForm):
    words = forms.CharField(
        label="What was it for?",
        help_text="In your own words. A few are enough.",
        max_length=LONGEST_EXPLANATION,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Tell us what the payment was for"},
    )


class SplitRowForm(GovForm):
    choice = forms.ChoiceField(label="What for", required=False)
    amount = PoundsField(label="How much", required=False, min_pence=1)

    def __init__(self, *args: Any, choices: Sequence[MatchChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["choice"]
        field.choices = [("", "Nothing more"), *((c.value, c.label) for c in choices)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("amount") and not cleaned.get("choice"):
            self.add_error("choice", "Choose what this amount was for")
        if cleaned.get("choice") and not cleaned.get("amount") and "amount" not in self.errors:
            self.add_error("amount", "Type how much of the payment this was")
        return cleaned


class SplitRows(BaseFormSet[SplitRowForm]):
    def ran(self, action: Callable[..., object], **facts: Any) -> bool:
        """Whether every row is right and the split was made; a refusal is shown over the rows."""
        if not self.is_valid():
            return False
        chosen = [
            chosen_of(row["choice"], row["amount"])
            for row in self.cleaned_data
            if row.get("choice")
        ]
        try:
            action(**facts, chosen=chosen)
        except DomainError as refusal:
            self.non_form_errors().extend(sentences_of(refusal))
            return False
        return True


SplitFormSet: type[SplitRows] = formset_factory(  # type: ignore[assignment]
    SplitRowForm, formset=SplitRows, extra=SPLIT_ROWS, max_num=SPLIT_ROWS
)
