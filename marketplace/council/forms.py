"""The shape of what an administrator enters of the council's own addresses."""

from typing import Any

from django import forms

from marketplace.core.gov_forms import GovForm


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
