"""Setting whom to phone about a concern."""

from django.db import transaction

from marketplace.accounts.models import Authority
from marketplace.accounts.permissions import check
from marketplace.accounts.viewer import Viewer
from marketplace.core.actor_columns import actor_columns
from marketplace.core.audit import record
from marketplace.core.seen import seen_problems
from marketplace.safeguarding.actions.parts import refuse_if_any
from marketplace.safeguarding.models import ConcernPhones
from marketplace.safeguarding.queries import phones_of
from marketplace.safeguarding.rules import MAY_SET_CONCERN_PHONES, phones_problems


@transaction.atomic
def set_concern_phones(
    *,
    by: Viewer,
    authority: Authority,
    adults: str,
    adults_hours: str,
    children: str,
    children_hours: str,
    seen: str | None = None,
) -> ConcernPhones:
    """Say which numbers the page shows, and when somebody answers. Raises ConcernError."""
    check(by, MAY_SET_CONCERN_PHONES, authority.pk)
    Authority.objects.select_for_update().get(pk=authority.pk)
    refuse_if_any(seen_problems(vars(phones_of(authority)), seen))
    refuse_if_any(phones_problems({"adults": adults, "children": children}))
    row, _ = ConcernPhones.objects.update_or_create(
        authority=authority,
        defaults={
            "adults": adults,
            "adults_hours": adults_hours,
            "children": children,
            "children_hours": children_hours,
            "set_at": by.at,
            **actor_columns("set_by", by),
        },
    )
    record(event="concern_phones_set", by=by, subject=row)
    return row
