"""The shape of finance's input about a bank account that several people share."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from marketplace.brokerage.models import AccountHolder
from marketplace.core.form_runner import refuse
from marketplace.core.gov_forms import GovForm, PoundsField
from payments.cards.errors import SharedLineRefused
from payments.cards.forms.accounts import ACCOUNT_DIGITS_WRONG
from payments.cards.models import MoneyAccount, SharedLine
from payments.cards.rules import LAST_DIGITS, REASON_LENGTH, division_problems


class SharedAccountForm(GovForm):
    holder = forms.ModelChoiceField(
        queryset=AccountHolder.objects.none(),
        label="Who holds the account?",
        help_text="Whoever a payment agreement names as the account holder.",
        empty_label="Choose the account holder",
        error_messages={
            "required": "Choose the account holder",
            "invalid_choice": "Choose an account holder in the list",
        },
    )
    last4 = forms.RegexField(
        rf"^[0-9]{{{LAST_DIGITS}}}$",
        label="Last 4 digits of the bank account",
        help_text="For example, 4471.",
        error_messages={"required": ACCOUNT_DIGITS_WRONG, "invalid": ACCOUNT_DIGITS_WRONG},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, holders: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["holder"]).queryset = holders


class SharedStatementForm(GovForm):
    file = forms.FileField(
        label="Statement file",
        help_text="CSV, OFX, camt.053 or MT940, as the bank gives it.",
        error_messages={
            "required": "Choose the statement file",
            "empty": "The file is empty. Download the file again and upload it",
        },
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > settings.STATEMENT_MAX_BYTES:
            raise forms.ValidationError(
                f"The file is over {settings.STATEMENT_MAX_BYTES // 1_000_000} MB. "
                "Ask the bank for a shorter period"
            )
        return file


class WhoseForm(GovForm):
    """Whose a payment is: one person's, or several people's with an amount for each."""

    SEVERAL = "several"

    whose = forms.ChoiceField(
        label="Whose payment is it?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose whose payment it is",
            "invalid_choice": "Choose a person in the list",
        },
    )

    def __init__(
        self, *args: Any, line: SharedLine, members: Sequence[MoneyAccount], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.line, self.members = line, {str(each.public_id): each for each in members}
        whose = cast(forms.ChoiceField, self.fields["whose"])
        whose.choices = [
            *((key, each.person.name) for key, each in self.members.items()),
            (self.SEVERAL, "Several people’s: enter an amount for each"),
        ]
        for key, each in self.members.items():
            name = each.person.name
            self.fields[key] = PoundsField(label=name, named=name, required=False, min_pence=1)

    @property
    def amounts(self) -> list[Any]:
        """The fields of the amounts, one for each person."""
        return [self[key] for key in self.members]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not self.parts():
            self.add_error("whose", "Enter an amount for each person whose payment it is")
        elif not self.errors:
            problems = division_problems(
                self.line.amount_pence,
                self.parts(),
                [each.pk for each in self.members.values()],
            )
            if problems:
                refuse(self, SharedLineRefused(*problems))
        return cleaned

    def parts(self) -> dict[int, int]:
        """Pence by the id of each person's account. Call it when every field is read."""
        whose = self.cleaned_data["whose"]
        if whose != self.SEVERAL:
            return {self.members[whose].pk: abs(self.line.amount_pence)}
        return {
            each.pk: self.cleaned_data[key]
            for key, each in self.members.items()
            if self.cleaned_data.get(key)
        }

    def kept(self) -> list[tuple[str, str]]:
        """What was entered, by name, to be sent again with the yes."""
        return [(name, self.data[name]) for name in self.fields if self.data.get(name)]


class SetAsideForm(GovForm):
    why = forms.CharField(
        label="Why it is nobody’s",
        help_text="For example: it is here twice, or it is of another account.",
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Enter why it is nobody’s"},
    )
