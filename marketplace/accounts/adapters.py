"""How the account package meets our house: where people land, and the demo password's refusal."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from marketplace.accounts.validators import DEMO_PASSWORD


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "Your email address or password is wrong. Enter both again, or choose a new password.",
    }

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        if credentials.get("password") == DEMO_PASSWORD and not settings.DEMO_PASSWORD_ALLOWED:
            raise ValidationError("The demo password does not work here. Enter your own password.")
        return super().authenticate(request, **credentials)


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This code is wrong or too old. Enter the code that your app shows now.",
    }
