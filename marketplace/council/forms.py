"""The shape of what an administrator enters of the council's own addresses."""

from datetime import date
from typing import Any

from django import forms

from marketplace.core.gov_fields import DateBoxesField, PoundsField
from marketplace.core.gov_forms import GovForm
from marketplace.core.rooms import Figure
from marketplace.core.seen_forms import SeenForm
from marketplace.council.rules import EMAIL_LENGTH, HOURS_LENGTH, LONGEST_SOURCE, PHONE_LENGTH


class FigureForm(SeenForm):
    """What a figure is to be, from which day, and by which decision."""

    from_date = DateBoxesField(
        label="From",
        help_text="The first day on which it holds. What is past stays as it was.",
        error_messages={"required": "Enter the first day, like 1 4 2027"},
    )
    source = forms.CharField(
        label="Decided by",
        help_text="The decision that it rests on, like Cabinet, 3 March 2026",
        max_length=LONGEST_SOURCE,
        error_messages={"required": "Enter the decision that it rests on"},
    )

    def __init__(self, *args: Any, figure: Figure, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"value": _value_field(figure), **self.fields}
        day = self.fields["from_date"]
        day.earliest = today  # type: ignore[attr-defined]


def _value_field(figure: Figure) -> forms.Field:
    """The box for a value in the figure's unit, or the choice where its values have words."""
    if figure.options:
        return forms.TypedChoiceField(
            label="New value",
            coerce=int,
            choices=list(figure.options.items()),
            widget=forms.RadioSelect,
            error_messages={"required": "Choose the new value"},
        )
    if figure.unit == "pence":
        return PoundsField(label="New value", min_pence=figure.least, max_pence=figure.most)
    missing = f"Enter a whole number from {figure.least} to {figure.most}"
    return forms.IntegerField(
        label="New value" if figure.unit == "count" else f"New value, in {figure.unit}",
        min_value=figure.least,
        max_value=figure.most,
        error_messages={
            "required": missing,
            "invalid": missing,
            "min_value": missing,
            "max_value": missing,
        },
    )


class CouncilContactForm(SeenForm):
    """How people reach the council."""

    help_phone = forms.CharField(
        label="Phone",
        help_text="Shown on every page, and wherever we ask people to phone.",
        max_length=PHONE_LENGTH,
        error_messages={"required": "Enter a phone number, like 01632 960 100"},
    )
    help_hours = forms.CharField(
        label="Hours",
        help_text="When people can phone, like weekdays 8am to 6pm",
        max_length=HOURS_LENGTH,
        error_messages={"required": "Enter when people can phone, like weekdays 8am to 6pm"},
    )
    email = forms.EmailField(
        label="Email",
        max_length=EMAIL_LENGTH,
        error_messages={"required": "Enter an email address, like care@fernshire.example"},
    )


class HostForm(GovForm):
    """One more host name."""

    host = forms.CharField(
        label="New web address",
        help_text="Without https://, like care.fernshire.example. It must lead to this server already.",
        max_length=253,
        error_messages={"required": "Enter the web address, like care.fernshire.example"},
    )


class AddressesForm(SeenForm):
    """Which of its host names a council's mail leads to, and whom mail comes from."""

    main_host = forms.ChoiceField(
        label="Main web address",
        help_text="Links in emails lead to this one.",
        widget=forms.RadioSelect,
    )
    mail_from = forms.EmailField(
        label="Sender of mail",
        required=False,
        help_text="An address that your mail server may send from. Left empty, it is the server’s own.",
    )

    def __init__(self, *args: Any, hosts: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["main_host"].choices = [(host, host) for host in hosts]  # type: ignore[attr-defined]
