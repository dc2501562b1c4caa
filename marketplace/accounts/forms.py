"""The extra question at sign-up."""

from typing import Any

from django import forms


class SignupNameForm(forms.Form):
    """Adds a name to the sign-up page; the e-mail and password come from the account package."""

    field_order = ["name", "email", "password1"]

    name = forms.CharField(max_length=120, label="Your name")

    def signup(self, request: Any, user: Any) -> None:
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
