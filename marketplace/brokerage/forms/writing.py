"""Forms that change a plan: each carries the version that its page showed."""

from collections.abc import Callable
from typing import Any

from django import forms

from marketplace.brokerage.actions import StalePlan
from marketplace.brokerage.models import SupportPlan
from marketplace.brokerage.rules import CARE_ACT_OUTCOME_LABELS
from marketplace.core.errors import DomainError
from marketplace.core.gov_forms import GovForm, HintedRadios
from marketplace.core.wording import sentences_of


class VersionedForm(GovForm):
    """A form about one version of a plan. `ran` does its action, and keeps what was typed on refusal."""

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages={
            "required": "This page came without the plan’s version. Open the plan and try again.",
            "invalid": "This page came without the plan’s version. Open the plan and try again.",
        },
    )

    def __init__(self, *args: Any, plan: SupportPlan, **kwargs: Any) -> None:
        self.plan = plan
        self.is_stale = False
        kwargs["initial"] = {"version": plan.version, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def ran(self, action: Callable[..., object], **facts: Any) -> bool:
        """Whether the action was done. Its refusals become errors of the form."""
        try:
            action(plan=self.plan, version=self.cleaned_data["version"], **facts)
        except DomainError as refusal:
            self.is_stale = isinstance(refusal, StalePlan)
            if self.is_stale:
                # The next press speaks about the plan as it is now.
                self.data = {**dict(self.data.items()), "version": str(self.plan.version)}
            for problem in sentences_of(refusal):
                self.add_error(None, problem)
            return False
        return True


class AnswerForm(VersionedForm):
    text = forms.CharField(
        label="Answer", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 7})
    )


SCORES = [(n, str(n)) for n in range(1, 6)]


class OutcomeForm(VersionedForm):
    words = forms.CharField(
        label="What do they want, in their words?",
        help_text="Write it as they say it, like “I want my choir back.”",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write what they want, in their words"},
    )
    area = forms.ChoiceField(
        label="Which part of life is it about?",
        choices=[("", "Choose one"), *((a.value, w) for a, w in CARE_ACT_OUTCOME_LABELS.items())],
        error_messages={"required": "Choose which part of life it is about"},
    )
    baseline = forms.TypedChoiceField(
        label="How is it now?",
        help_text="From 1, very bad, to 5, very good. Ask them.",
        choices=SCORES,
        coerce=int,
        widget=HintedRadios(hints={}),
        error_messages={"required": "Choose how it is now, from 1 to 5"},
    )
    target = forms.TypedChoiceField(
        label="What is the aim?",
        help_text="On the same scale, in six months.",
        choices=SCORES,
        coerce=int,
        widget=HintedRadios(hints={}),
        error_messages={"required": "Choose the aim, from 1 to 5"},
    )
