"""What has come of payments, for the pages of other rooms that list them."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.safestring import SafeString

from payments.reconciliation.queries.payments import outcomes_of
from payments.reconciliation.templatetags.reconciliation import payment_tag
from payments.reconciliation.wording import payment_title

register = template.Library()


@register.simple_tag
def with_match(rows: Iterable[Any]) -> list[tuple[Any, str, SafeString | str]]:
    """Each row of received payments with what it is matched to and a tag; empty where nothing is to be said.

    A row has the payment's public id. A constant number of queries.
    """
    listed = list(rows)
    found = outcomes_of([row.public_id for row in listed])
    return [
        (row, payment_title(payment) if payment.match else "", payment_tag(payment))
        if (payment := found.get(row.public_id))
        else (row, "", "")
        for row in listed
    ]
