"""Mail with a link, made as it is sent so that no copy of it lies anywhere; and what is tidied daily."""

from datetime import timedelta
from io import BytesIO

from allauth.account.adapter import get_adapter
from allauth.account.app_settings import PASSWORD_RESET_TOKEN_GENERATOR
from allauth.account.models import EmailAddress, get_emailconfirmation_model
from allauth.account.utils import user_pk_to_url_str
from allauth.core.context import request_context
from django.contrib.sites.shortcuts import get_current_site
from django.core.handlers.wsgi import WSGIRequest
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django_tasks import task

from marketplace.accounts.actions.changes import lapse_changes
from marketplace.accounts.actions.invitations import new_link
from marketplace.accounts.actions.kept import forget_answers
from marketplace.accounts.actions.sent_forms import forget_sent_forms
from marketplace.accounts.actions.tries import forget_tries
from marketplace.accounts.models import User
from marketplace.accounts.queries import (
    address_numbered,
    base_address,
    open_invitation_numbered,
    sender_of,
    user_numbered,
)
from marketplace.accounts.rules import (
    LINK_WORKS,
    MAY_COUNT_TRIES,
    MAY_GIVE_ROLES_ALONE,
    MAY_KEEP_ANSWERS,
    MAY_MAIL_INVITATIONS,
)
from marketplace.accounts.viewer import Viewer
from marketplace.accounts.wording import INVITED_SUBJECT
from marketplace.core.actors import SystemActor
from marketplace.core.clock import now
from marketplace.core.errors import NotVisible
from marketplace.core.job_queue import NIGHTLY, URGENT, schedule
from marketplace.core.mail import hand_over

RESET = "account/email/password_reset_key"
CONFIRM = "account/email/email_confirmation"
CONFIRM_SIGNUP = "account/email/email_confirmation_signup"
MADE_AS_SENT = frozenset({RESET, CONFIRM, CONFIRM_SIGNUP})


@task(queue_name=URGENT)
def send_link(template: str, user_id: int, address_id: int | None, scheme: str, host: str) -> None:
    """Make one link and send it. A repeat is a second mail, with a link of its own.

    Who has left, and an address that was removed or confirmed in the meantime, get none.
    """
    user, address = user_numbered(user_id), address_numbered(user_id, address_id)
    if user is None or not user.is_active or (address_id and address is None):
        return
    request = _as_if_asked_at(scheme, host)
    with request_context(request):
        links = _reset_link(user) if template == RESET else _confirm_link(request, address)
        if not links:
            return
        to = address.email if address else user.email
        site = get_current_site(request)
        context = {"request": request, "email": to, "current_site": site, "user": user, **links}
        hand_over(get_adapter().render_mail(template, to, context))


def _as_if_asked_at(scheme: str, host: str) -> HttpRequest:
    """Links lead to where the mail was asked for. The host was let by when it was."""
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "HTTP_HOST": host, "SERVER_NAME": host}
    return WSGIRequest({**environ, "wsgi.url_scheme": scheme, "wsgi.input": BytesIO()})


def _reset_link(user: User) -> dict[str, str]:
    token = PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    key = f"{user_pk_to_url_str(user)}-{token}"
    return {"password_reset_url": get_adapter().get_reset_password_from_key_url(key)}


def _confirm_link(request: HttpRequest, address: EmailAddress | None) -> dict[str, str]:
    if address is None or address.verified:
        return {}
    confirmation = get_emailconfirmation_model().create(address)
    return {"activate_url": get_adapter().get_email_confirmation_url(request, confirmation)}


MAILING = SystemActor("invitation_mail", frozenset({MAY_MAIL_INVITATIONS}))


@task(queue_name=URGENT)
def mail_invitation(invitation_id: int) -> None:
    """Make one link and send it. A repeat is a second mail, whose link takes the place of the first.

    Who accepted, and whose invitation is over, get none.
    """
    invitation = open_invitation_numbered(invitation_id)
    if invitation is None:
        return
    council = invitation.authority
    try:
        token = new_link(by=Viewer.machine(MAILING, now(), council), invitation_id=invitation_id)
    except NotVisible:
        return
    link = base_address(council) + reverse("accounts:invitation", args=[token])
    context = {"council": council, "link": link, "until_days": LINK_WORKS.days}
    hand_over(
        EmailMessage(
            INVITED_SUBJECT.format(council=council.short_name),
            render_to_string("account/email/invitation.txt", context).strip(),
            sender_of(council),
            to=[invitation.email],
        )
    )


LAPSING = SystemActor("staff_changes_overdue", frozenset({MAY_GIVE_ROLES_ALONE}))


@schedule(every=timedelta(days=1))
@task(queue_name=NIGHTLY)
def lapse_proposals() -> None:
    """Ends proposals that nobody confirmed, and invitations that nobody accepted. Safe to repeat."""
    lapse_changes(by=Viewer.machine(LAPSING, now()))


ACTOR = SystemActor("sign_in_tidying", frozenset({MAY_COUNT_TRIES, MAY_KEEP_ANSWERS}))


@schedule(every=timedelta(days=1))
@task(queue_name=NIGHTLY)
def prune_tries() -> None:
    """Deletes old counts of failed sign-ins. Safe to repeat."""
    forget_tries(by=Viewer.machine(ACTOR, now()))


@schedule(every=timedelta(days=1))
@task(queue_name=NIGHTLY)
def prune_answers() -> None:
    """Deletes the refused forms whose day is over; nobody is shown them since. Safe to repeat."""
    forget_answers(by=Viewer.machine(ACTOR, now()))


@schedule(every=timedelta(days=1))
@task(queue_name=NIGHTLY)
def prune_sent_forms() -> None:
    """Forgets which forms were sent, when nobody sends them again. Safe to repeat."""
    forget_sent_forms(by=Viewer.machine(ACTOR, now()))
