"""Answers that are often a slip of the pen: the form asks about them once, and refuses none."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from marketplace.core.errors import Problem
from marketplace.core.gov_forms import GovForm
from marketplace.core.wording import sentence_of


class AskedForm(GovForm):
    """A form whose improbable answers are asked about once. Whoever ticks "checked" keeps them."""

    asked = forms.CharField(required=False, widget=forms.HiddenInput)
    checked = forms.BooleanField(label="I checked this. It is right", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions: list[str] = []

    def has_checked(self, questions: Sequence[Problem]) -> bool:
        """Whether there is nothing to ask, or it was asked and ticked with the same answers."""
        self.questions = [sentence_of(one) for one in questions]
        if not questions:
            return True
        seen = sha256("\n".join(self.questions).encode()).hexdigest()
        if self.cleaned_data.get("checked") and self.cleaned_data.get("asked") == seen:
            return True
        self.retype(asked=seen, checked="")
        self.add_error(
            "checked", ValidationError("Check what you entered. Then choose “I checked this”")
        )
        return False
