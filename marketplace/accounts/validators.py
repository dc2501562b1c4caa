"""The demo's shared password is nobody's password in production."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError

DEMO_PASSWORD = "fernshire-demo-1"  # noqa: S105


class NotTheDemoPassword:
    """Refuses the published demo password wherever DEMO_PASSWORD_ALLOWED is off."""

    def validate(self, password: str, user: Any = None) -> None:
        if password == DEMO_PASSWORD and not settings.DEMO_PASSWORD_ALLOWED:
            raise ValidationError(
                "This is the demo password. Choose a password that only you know."
            )

    def get_help_text(self) -> str:
        return "Your password cannot be the published demo password."
