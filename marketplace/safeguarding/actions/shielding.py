"""Keeping a concern from officers and auditors who are part of it. Parts of other actions."""

from collections.abc import Collection

from marketplace.accounts.viewer import Viewer
from marketplace.core.rooms import collected
from marketplace.core.transactions import require_transaction
from marketplace.safeguarding.models import ConcernKeptFrom, SafeguardingConcern
from marketplace.safeguarding.queries import near_colleagues


def keep_from(*, by: Viewer, concern: SafeguardingConcern, user_ids: Collection[int]) -> None:
    """Let these users not see a concern."""
    require_transaction()
    rows = [ConcernKeptFrom(concern=concern, user_id=pk, added_at=by.at) for pk in sorted(user_ids)]
    ConcernKeptFrom.objects.bulk_create(rows, ignore_conflicts=True)


def keep_from_parties(
    *, by: Viewer, concern: SafeguardingConcern, kind: str, subject_id: int
) -> None:
    """Let those not see a concern who act for what it is about. A person never sees their own."""
    subject = collected().subjects.get(kind)
    parties = set(subject.parties([subject_id])) if subject else set()
    near = {user.pk for user in near_colleagues(by)}
    keep_from(by=by, concern=concern, user_ids=parties & near)
