"""Which scheme to apply under, and which version of what it asks."""

from collections.abc import Sequence
from typing import Any

from django import forms

from marketplace.accreditation.models import Scheme
from marketplace.core.gov_forms import GovForm, HintedRadios


class ApplyForm(GovForm):
    """Which scheme, and whether to start from what was shown last time."""

    scheme = forms.ChoiceField(
        label="Accreditation scheme",
        error_messages={"required": "Choose an accreditation scheme"},
    )
    copy_evidence = forms.BooleanField(
        label="Use the evidence from my last application",
        help_text="Evidence that was not refused and is still valid",
        required=False,
        initial=True,
    )

    def __init__(
        self, *args: Any, schemes: Sequence[Scheme], may_copy: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        scheme = self.fields["scheme"]
        hints = {str(one.pk): one.summary for one in schemes}
        only_one = len(schemes) == 1
        scheme.widget = forms.HiddenInput() if only_one else HintedRadios(hints=hints)
        scheme.initial = schemes[0].pk if only_one else None
        scheme.choices = [(one.pk, one.name) for one in schemes]  # type: ignore[attr-defined]
        if not may_copy:
            del self.fields["copy_evidence"]


class MoveOnForm(GovForm):
    """The version that was read of, so that nobody moves on to another."""

    to = forms.IntegerField(widget=forms.HiddenInput())
