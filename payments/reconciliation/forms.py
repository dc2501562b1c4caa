"""What staff and people type about payments."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from marketplace.core.errors import DomainError
from marketplace.core.gov_forms import DateBoxesField, GovForm, HintedRadios, PoundsField
from marketplace.core.labels import LabelledEnum
from marketplace.core.wording import sentences_of
from payments.reconciliation.actions import Chosen
from payments.reconciliation.queries.lines import MatchChoice
from payments.reconciliation.queries.payments import PaymentFilter
from payments.reconciliation.queries.queue import QueueFilter
from payments.reconciliation.rules.asking import Monitoring
from payments.reconciliation.rules.explanations import (
    LONGEST_EXPLANATION,
    LONGEST_MATCH_REASON,
    LONGEST_WORDS,
)
from payments.reconciliation.rules.payee_facts import LONGEST_FACT, NewFact, PayeeFactKind
from payments.reconciliation.rules.queue_filter import (
    PAGE_SIZES,
    PaymentOutcome,
    QueueOrder,
    QueueOwner,
    QueueSource,
)
from payments.reconciliation.rules.states import UNRESOLVED
from payments.reconciliation.rules.values import TargetKind

# Rows of the form that splits a payment. Judgement: a payment for more than four items is not seen.
SPLIT_ROWS = 4


def _choices(every: str, options: Iterable[LabelledEnum]) -> list[tuple[str, str]]:
    """What a filter may be, first that it filters nothing."""
    return [("", every), *((option.value, option.label) for option in options)]


class QueueFilterForm(GovForm):
    who = forms.CharField(
        label="Person or last 4 digits of account", max_length=120, required=False
    )
    owner = forms.ChoiceField(
        label="Assigned to", required=False, choices=_choices("Anyone", QueueOwner)
    )
    amount = PoundsField(label="Amount from", required=False)
    source = forms.ChoiceField(
        label="Source",
        required=False,
        choices=_choices("Card and bank", QueueSource),
    )
    order = forms.ChoiceField(
        label="Order", required=False, choices=_choices("By what to do", QueueOrder)
    )
    size = forms.TypedChoiceField(
        label="On a page",
        required=False,
        coerce=int,
        choices=[(size, str(size)) for size in PAGE_SIZES],
    )
    state = forms.ChoiceField(
        required=False,
        choices=_choices("All", UNRESOLVED),
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
            order=typed.get("order") or "",
        )

    def page_size(self) -> int:
        """Rows of a page."""
        return int(self.cleaned_data.get("size") or PAGE_SIZES[0])


class PaymentSearchForm(GovForm):
    """Any booked payment, matched or not."""

    words = forms.CharField(label="Name or words of the bank", max_length=120, required=False)
    who = forms.CharField(
        label="Person or last 4 digits of account", max_length=120, required=False
    )
    from_pence = PoundsField(label="Amount from", required=False)
    to_pence = PoundsField(label="Amount to", required=False)
    first = DateBoxesField(label="From day", required=False)
    last = DateBoxesField(label="To day", required=False)
    outcome = forms.ChoiceField(
        label="State", required=False, choices=_choices("All", PaymentOutcome)
    )
    order = forms.ChoiceField(
        label="Order",
        required=False,
        choices=[
            (each.value, each.label)
            for each in (QueueOrder.NEWEST, QueueOrder.OLDEST, QueueOrder.LARGEST)
        ],
    )
    size = forms.TypedChoiceField(
        label="On a page",
        required=False,
        coerce=int,
        choices=[(size, str(size)) for size in PAGE_SIZES],
    )

    def wanted(self) -> PaymentFilter:
        """What was asked for; a box that could not be read filters nothing, and says so."""
        self.is_valid()
        typed = self.cleaned_data
        return PaymentFilter(
            words=(typed.get("words") or "").strip(),
            who=(typed.get("who") or "").strip(),
            from_pence=typed.get("from_pence") or 0,
            to_pence=typed.get("to_pence") or 0,
            first=typed.get("first"),
            last=typed.get("last"),
            outcome=typed.get("outcome") or "",
            order=typed.get("order") or "",
        )

    def page_size(self) -> int:
        """Rows of a page."""
        return int(self.cleaned_data.get("size") or PAGE_SIZES[0])


class MonitoringForm(GovForm):
    """How closely a person's payments are checked."""

    level = forms.ChoiceField(
        label="How closely do we check these payments?",
        error_messages={"required": "Choose how closely"},
    )
    reason = forms.CharField(
        label="Reason",
        help_text="The person can read your words.",
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter the reason"},
    )
    from_date = DateBoxesField(label="From which day?")

    def __init__(self, *args: Any, hints: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["level"]
        field.widget = HintedRadios(hints=hints)
        field.choices = [(each.value, each.label) for each in Monitoring]  # type: ignore[attr-defined]


def chosen_of(value: str, amount_pence: int = 0) -> Chosen:
    """A choice as the form holds it, `plan_line:7`."""
    kind, _, target_id = value.partition(":")
    return Chosen(TargetKind(kind), int(target_id), amount_pence)


class MatchForm(GovForm):
    choice = forms.ChoiceField(
        label="What was the payment for?",
        error_messages={"required": "Choose what the payment was for"},
    )
    words = forms.CharField(
        label="Reason, for the person to read",
        help_text="Optional",
        max_length=LONGEST_MATCH_REASON,
        required=False,
    )

    def __init__(self, *args: Any, choices: Sequence[MatchChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["choice"]
        field.widget = HintedRadios(hints={c.value: c.hint for c in choices})
        field.choices = [(c.value, c.label) for c in choices]  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """What the action takes."""
        return {
            "chosen": chosen_of(self.cleaned_data["choice"]),
            "words": self.cleaned_data["words"],
        }


class AskForm(GovForm):
    question = forms.CharField(
        label="Your question",
        help_text="The person reads your words. Say that the payment can be right.",
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter a question for the person"},
    )


class ResolveForm(GovForm):
    outcome = forms.CharField(
        label="Decision",
        help_text="The person can read your words.",
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter the decision"},
    )


class ExplainForm(GovForm):
    """What the person answers; `is_payment` says that it is about a payment."""

    words = forms.CharField(
        label="What was the payment for?",
        help_text="A few words are enough.",
        max_length=LONGEST_EXPLANATION,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter what the payment was for"},
    )

    def __init__(self, *args: Any, is_payment: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_payment:
            self.fields["words"].label = "Your answer"
            self.fields["words"].error_messages["required"] = "Enter your answer"


class PayeeForm(GovForm):
    """An organisation that is not in the directory."""

    name = forms.CharField(
        label="Name of the payee",
        help_text="For example, HM Revenue and Customs.",
        max_length=LONGEST_FACT,
        error_messages={
            "required": "Enter the name of the payee",
            "max_length": "Name of the payee: enter at most %(limit_value)d characters",
        },
    )


class PayeeFactForm(GovForm):
    """What payments to a payee may say."""

    kind = forms.ChoiceField(
        label="What do you want to record?",
        choices=PayeeFactKind.choices(),
        widget=HintedRadios(
            hints={
                PayeeFactKind.DESCRIPTOR.value: "As the card machine writes it, without the town",
                PayeeFactKind.ACCOUNT.value: "Sort code and account number, like 20-00-00 55779911",
                PayeeFactKind.REFERENCE.value: "What this payee asks everybody to write",
            }
        ),
        error_messages={"required": "Choose what you want to record"},
    )
    text = forms.CharField(
        label="What payments say",
        help_text="For example, FERN CARE BRACKENFORD.",
        max_length=LONGEST_FACT,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={
            "required": "Enter what payments say",
            "max_length": "What payments say: enter at most %(limit_value)d characters",
        },
    )

    def fact(self) -> NewFact:
        """What was entered. Call it on a valid form."""
        return NewFact(PayeeFactKind(self.cleaned_data["kind"]), self.cleaned_data["text"])


class SplitRowForm(GovForm):
    choice = forms.ChoiceField(label="Support", required=False)
    amount = PoundsField(label="How much", required=False, min_pence=1)

    def __init__(self, *args: Any, choices: Sequence[MatchChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["choice"]
        field.choices = [("", "Choose support"), *((c.value, c.label) for c in choices)]  # type: ignore[attr-defined]
        part = int((self.prefix or "0").rpartition("-")[2] or 0) + 1
        self.fields["amount"].named = f"Part {part}, how much"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("amount") and not cleaned.get("choice"):
            self.add_error("choice", "Choose support for this amount")
        if cleaned.get("choice") and not cleaned.get("amount") and "amount" not in self.errors:
            self.add_error("amount", "Enter an amount in pounds and pence, like 16.50")
        return cleaned


class SplitRows(BaseFormSet[SplitRowForm]):
    def chosen(self) -> list[Chosen]:
        """What was chosen for each part; rows that were left empty are none."""
        rows = (row for row in self.cleaned_data if row.get("choice"))
        return [chosen_of(row["choice"], row["amount"]) for row in rows]

    def refuse(self, refusal: DomainError) -> None:
        """Show what the action refuses over the rows."""
        self.non_form_errors().extend(sentences_of(refusal))


SplitFormSet: type[SplitRows] = formset_factory(  # type: ignore[assignment]
    SplitRowForm, formset=SplitRows, extra=SPLIT_ROWS, max_num=SPLIT_ROWS
)
