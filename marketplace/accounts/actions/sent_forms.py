"""Doing what a form asks once, however often it is sent."""

from collections.abc import Callable

from django.db import transaction

from marketplace.accounts.models import SentForm
from marketplace.accounts.permissions import check, check_is_user
from marketplace.accounts.rules import MAY_KEEP_ANSWERS, SENT_FORMS_KEPT_FOR
from marketplace.accounts.viewer import Viewer


@transaction.atomic
def send_once(*, by: Viewer, key: str, act: Callable[[], str]) -> str:
    """Do it, unless this very sending has done it; answers the address to which it led.

    `act` answers "" where it did nothing: the form may then be sent again. Its rows and this one's
    are of one transaction, so a second sending waits for the first, and finds its row or none. Who
    may do it is asked by the action inside.
    """
    user = check_is_user(by)
    sent, is_first = SentForm.objects.get_or_create(user=user, key=key, defaults={"sent_at": by.at})
    if not is_first:
        return sent.address
    sent.address = act()
    if sent.address:
        sent.save(update_fields=["address"])
    else:
        sent.delete()
    return sent.address


@transaction.atomic
def forget_sent_forms(*, by: Viewer) -> int:
    """Delete what nobody sends again. Returns how many."""
    check(by, MAY_KEEP_ANSWERS, by.council_id)
    gone, _ = SentForm.objects.filter(sent_at__lte=by.at - SENT_FORMS_KEPT_FOR).delete()
    return gone
