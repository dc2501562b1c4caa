"""What the matcher goes by in a council, and how soon its people must look."""

from collections.abc import Mapping
from datetime import date

from marketplace.council.queries import figures
from payments.reconciliation.rules.figures import LOOKED_AT
from payments.reconciliation.rules.settings import MATCHING_FIGURES, Settings


def settings_of(authority_id: int, day: date) -> Settings:
    """A council's figures on a day, in one query."""
    keys = [figure.key for figure in MATCHING_FIGURES.values()]
    return Settings.of(figures(authority_id, keys, day))


def look_within(authority_id: int, day: date) -> Mapping[str, int]:
    """How many days a council gives for each kind of payment to check, by the figure's key. One query."""
    return figures(authority_id, [figure.key for figure in LOOKED_AT], day)
