"""The account package's forms, where they must do what the package leaves out."""

from typing import Any

from allauth.account.forms import LoginForm, SignupForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from marketplace.accounts.tries import code_try


class EqualSignUpForm(SignupForm):  # type: ignore[misc]
    """Signing up does the same hashing whether or not the address has an account already."""

    def try_save(self, request: HttpRequest) -> Any:
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class CountedCode:
    """Codes count as passwords do: by account and address, or by the known browser."""

    def clean_code(self) -> str:
        counted = code_try(context.request, self.user)  # type: ignore[attr-defined]
        counted.begin()
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except ValidationError:
            counted.was_wrong("second_step_failed")
            raise
        counted.was_right()
        return code


class CodeForm(CountedCode, AuthenticateForm):  # type: ignore[misc]
    """The code at sign-in."""


class CodeAgainForm(CountedCode, ReauthenticateForm):  # type: ignore[misc]
    """The code before something that needs to be sure who asks."""


class OneWayToAPasswordForm(LoginForm):  # type: ignore[misc]
    """The package adds a second link for a forgotten password, between the label and its box."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
