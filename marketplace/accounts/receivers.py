"""What is done to an account, written down: the account package says it, the audit trail keeps ids.

Failed tries and waits are written where they are counted (`actions/tries.py`), roles where they are
given (`actions/roles.py`).
"""

from typing import Any

from allauth.account import signals as account
from allauth.account.models import EmailAddress
from allauth.mfa import signals as second_step
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_out
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest

from marketplace.accounts.jobs import mail_invitation
from marketplace.accounts.models import User
from marketplace.accounts.queries import addresses_of
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.core.clock import now


def _note(event: str, request: HttpRequest | None, user: User, **data: int | str) -> None:
    """One audit row about an account, by its owner, in the council of the host name."""
    by = Viewer(user, getattr(request, "authority", None), now())
    with transaction.atomic():
        record(event=event, by=by, subject=user, **data)


@receiver(account.user_signed_up)
def note_sign_up(request: HttpRequest, user: User, **_: Any) -> None:
    _note("account_created", request, user)


@receiver(account.user_logged_in)
def note_sign_in(request: HttpRequest, user: User, **_: Any) -> None:
    _note("signed_in", request, user)


@receiver(user_logged_out)
def note_sign_out(request: HttpRequest, user: User | None, **_: Any) -> None:
    if user is not None:
        _note("signed_out", request, user)


@receiver([account.password_changed, account.password_set])
def note_new_password(request: HttpRequest, user: User, **_: Any) -> None:
    _note("password_changed", request, user)


@receiver(account.password_reset)
def note_password_by_mail(request: HttpRequest, user: User, **_: Any) -> None:
    _note("password_reset", request, user)


@receiver(account.email_confirmed)
def note_confirmed(request: HttpRequest, email_address: EmailAddress, **_: Any) -> None:
    _note("email_confirmed", request, email_address.user, email_address=email_address.pk)


@receiver(account.email_added)
def note_added(request: HttpRequest, user: User, email_address: EmailAddress, **_: Any) -> None:
    _note("email_added", request, user, email_address=email_address.pk)


@receiver(account.email_removed)
def note_removed(request: HttpRequest, user: User, email_address: EmailAddress, **_: Any) -> None:
    # The row is gone already, and its id with it: how many are left says that one went.
    _note("email_removed", request, user, left=addresses_of(user))


@receiver(account.email_changed)
def note_main(request: HttpRequest, user: User, to_email_address: EmailAddress, **_: Any) -> None:
    _note("email_changed", request, user, email_address=to_email_address.pk)


@receiver([second_step.authenticator_added, second_step.authenticator_reset])
def note_second_step_on(
    request: HttpRequest, user: User, authenticator: Authenticator, **_: Any
) -> None:
    codes = authenticator.type == Authenticator.Type.RECOVERY_CODES
    event = "recovery_codes_made" if codes else "second_step_on"
    _note(event, request, user)


@receiver(second_step.authenticator_removed)
def note_second_step_off(
    request: HttpRequest, user: User, authenticator: Authenticator, **_: Any
) -> None:
    codes = authenticator.type == Authenticator.Type.RECOVERY_CODES
    _note("recovery_codes_removed" if codes else "second_step_off", request, user)


@receiver(second_step.authenticator_used)
def note_second_step_used(
    request: HttpRequest, user: User, authenticator: Authenticator, **_: Any
) -> None:
    codes = authenticator.type == Authenticator.Type.RECOVERY_CODES
    _note("recovery_code_used" if codes else "second_step_used", request, user)


def queue_invitation(*, invitation_id: int, **_: Any) -> None:
    """The mail of an invitation is queued with what opened it; the job holds its id only."""
    mail_invitation.enqueue(invitation_id)
