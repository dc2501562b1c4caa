"""How many payments of a period are not settled, for whoever closes it."""

from datetime import date

from django.db.models import QuerySet

from payments.reconciliation.models import MoneyException
from payments.reconciliation.rules.states import ExceptionState


def payments_to_check(authority_id: int, until: date) -> int:
    """Payments before a day that nobody knows yet, but for those of which somebody was asked."""
    return _open(authority_id, until).exclude(state=ExceptionState.QUERIED).count()


def questions_open(authority_id: int, until: date) -> int:
    """Payments before a day about which somebody was asked."""
    return _open(authority_id, until).filter(state=ExceptionState.QUERIED).count()


def _open(authority_id: int, until: date) -> QuerySet[MoneyException]:
    rows = MoneyException.objects.waiting().filter(authority=authority_id)
    return rows.filter(line__booked_date__lt=until)
