"""The shape of what an administrator enters of the council's own addresses."""

from typing import Any

from django import forms

from marketplace.core.gov_forms import GovForm
from marketplace.council.rules import LONGEST_HOURS


class ContactForm(GovForm):
    """How people reach the council."""

    help_phone = forms.CharField(
        label="Phone",
        help_text="Shown on every page, and wherever we ask people to phone.",
        max_length=30,
        error_messages={"required": "Enter a phone number, like 01632 960 100"},
    )
    help_hours = forms.CharField(
        label="Hours",
        help_text="When people can phone, like weekdays 8am to 6pm",
        max_length=LONGEST_HOURS,
        error_messages={"required": "Enter when people can phone, like weekdays 8am to 6pm"},
    )
    email = forms.EmailField(
        label="Email",
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


class AddressesForm(GovForm):
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
