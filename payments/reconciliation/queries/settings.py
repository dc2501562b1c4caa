"""What the matcher goes by in a council."""

from datetime import date

from marketplace.council.queries import figures
from payments.reconciliation.rules.settings import MATCHING_FIGURES, Settings


def settings_of(authority_id: int, day: date) -> Settings:
    """A council's figures on a day, in one query."""
    keys = [figure.key for figure in MATCHING_FIGURES.values()]
    return Settings.of(figures(authority_id, keys, day))
