"""Which invitation a link is of."""

from django.db.models import Q

from marketplace.accounts.models import Invitation
from marketplace.accounts.queries.users import emails_of, user_called
from marketplace.accounts.rules import InvitationState, answer_problems
from marketplace.accounts.viewer import Viewer
from marketplace.core.errors import Problem
from marketplace.core.sealing import keyed_hashes

#: For what the secret of a link is hashed.
HASHED_FOR = "handrail.invitation"


def invitation_of(viewer: Viewer, token: str) -> Invitation | None:
    """The invitation of a link, in the council at whose address it was opened; None for any other."""
    if not token:
        return None
    hashes = keyed_hashes(token, HASHED_FOR)
    linked = Q(shown_hash__in=hashes) | Q(mailed_hash__in=hashes)
    found = Invitation.objects.filter(linked, authority=viewer.council_id)
    return found.select_related("change", "authority").first()


def open_invitation_numbered(invitation_id: int) -> Invitation | None:
    """One that waits for an answer, for the job that mails it; None for any other id."""
    rows = Invitation.objects.live().filter(pk=invitation_id)
    return rows.select_related("authority").first()


def answering_problems(viewer: Viewer, invitation: Invitation) -> list[Problem]:
    """Why the viewer cannot accept an invitation now; empty when they can."""
    change = invitation.change
    return answer_problems(
        InvitationState(invitation.state),
        is_late=invitation.expires_at <= viewer.at,
        has_account=user_called(invitation.email) is not None,
        is_signed_in=viewer.user is not None,
        is_invited=viewer.user is not None and invitation.email.lower() in emails_of(viewer.user),
        decided=viewer.user_id in (change.proposed_by_id, change.decided_by_id),
    )
