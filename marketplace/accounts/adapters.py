"""How the account package meets our house: where people land, and the demo password's refusal."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from marketplace.accounts.jobs import MADE_AS_SENT, send_link
from marketplace.accounts.models import User
from marketplace.accounts.queries import address_of, council_at, sender_of
from marketplace.accounts.requests import host_in
from marketplace.accounts.tries import know_browser, password_try
from marketplace.accounts.validators import DEMO_PASSWORD


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "Your email address or password is wrong. Enter both again, or choose a new password.",
    }

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Our own count in place of the package's, which locks a named officer out for everybody."""
        self.counted = password_try(request, str(credentials.get("email", "")))
        self.counted.begin()

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        self.counted.was_wrong("sign_in_failed")

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """A new password by e-mail: whoever tried the old one before need not wait any longer."""
        password_try(request, str(credentials.get("email", ""))).was_right()

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        if credentials.get("password") == DEMO_PASSWORD and not settings.DEMO_PASSWORD_ALLOWED:
            raise ValidationError("The demo password does not work here. Enter your own password.")
        user = super().authenticate(request, **credentials)
        if user is not None:
            self.counted.was_right()
        return user

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        know_browser(request, response, user)
        return response

    def get_from_email(self) -> str:
        """The council at whose address somebody asks, or asked, is the sender."""
        council = council_at(host_in(self.request.get_host())) if self.request else None
        return sender_of(council) if council else str(settings.DEFAULT_FROM_EMAIL)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Mail with a link that opens something is queued as ids and made by `accounts.jobs`.

        The link in the context is dropped. All other mail is queued as it is, with no such link.
        """
        if template_prefix not in MADE_AS_SENT:
            super().send_mail(template_prefix, email, context)
            return
        user, request = context["user"], self.request
        address = address_of(user, email)
        where = (request.scheme, request.get_host())
        send_link.enqueue(template_prefix, user.pk, address.pk if address else None, *where)


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This code is wrong or too old. Enter the code that your app shows now.",
    }
