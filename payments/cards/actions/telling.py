"""Who is told of what becomes of a card. Part of the action that does it."""

from marketplace.accounts.viewer import Viewer
from marketplace.core.transactions import require_transaction
from marketplace.notifications.actions import tell
from marketplace.people.queries import users_around
from marketplace.people.rules import Scope
from payments.cards.models import Card
from payments.cards.rules import CardNotice


def tell_of_card(*, by: Viewer, card: Card, kind: CardNotice) -> None:
    """Tell the person, and who speaks for them about money."""
    require_transaction()
    around = users_around(card.account.person, scope=Scope.MONEY, on=by.today)
    tell(by=by, kind=kind, subject=card, users=around)
