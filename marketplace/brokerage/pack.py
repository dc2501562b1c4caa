"""What a new council goes by when it works out what a person pays."""

from django.db import transaction

from marketplace.accounts.models import Authority
from marketplace.accounts.permissions import check
from marketplace.accounts.rules import MAY_MAKE_COUNCILS
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.rules import CHARGING, CHARGING_FROM
from marketplace.council.actions import set_figure
from marketplace.council.models import CouncilFigure


@transaction.atomic
def start_charging(*, by: Viewer, authority: Authority) -> None:
    """England's charging figures as the council's own, each from its day with its source.

    One that the council has set for any day is left alone.
    """
    check(by, MAY_MAKE_COUNCILS, authority.pk)
    held = set(
        CouncilFigure.objects.known().filter(authority=authority).values_list("key", flat=True)
    )
    for figure in CHARGING:
        if figure.key not in held:
            set_figure(
                by=by,
                authority=authority,
                key=figure.key,
                value=figure.usual,
                from_date=CHARGING_FROM,
                source=figure.source,
            )
