"""How payments and their states are written on pages."""

from django import template
from django.utils.safestring import SafeString

from marketplace.core.components.inline import tag
from marketplace.core.pence import format_pounds
from payments.cards.rules import MoneyAccountKind
from payments.reconciliation.models import MoneyException
from payments.reconciliation.queries.lines import Payment
from payments.reconciliation.queries.statement import BudgetStatement
from payments.reconciliation.rules.exception_registry import title_of
from payments.reconciliation.rules.settings import MERCHANT_CATEGORIES
from payments.reconciliation.rules.states import ExceptionState, token_of
from payments.reconciliation.wording import payment_title, where_money_is

register = template.Library()
register.filter("payment_title", payment_title)
_TONES: dict[str, str] = {
    ExceptionState.NOTED: "info",
    ExceptionState.OPEN: "stop",
    ExceptionState.SUGGESTED: "wait",
    ExceptionState.QUERIED: "info",
    ExceptionState.RESOLVED: "ok",
}


@register.filter
def on_your_card(statement: BudgetStatement) -> str:
    """Where the reader's own money is: "on your card"."""
    return where_money_is(_kinds(statement), own=True)


@register.filter
def on_the_card(statement: BudgetStatement) -> str:
    """Where the person's money is, for staff: "on the card"."""
    return where_money_is(_kinds(statement), own=False)


def _kinds(statement: BudgetStatement) -> list[MoneyAccountKind]:
    return [MoneyAccountKind(balance.account.kind) for balance in statement.accounts]


@register.filter
def pounds_spent(amount_pence: int) -> str:
    """A line's signed pence as spending: money out is plain, money in carries a minus."""
    return format_pounds(-amount_pence)


@register.filter
def pounds_unsigned(amount_pence: int) -> str:
    """A line's pence without their sign."""
    return format_pounds(abs(amount_pence))


@register.filter
def without_title(reason: str, title: str) -> str:
    """A reason without the heading that it begins with."""
    return reason.removeprefix(f"{title}. ")


@register.filter
def merchant_category(mcc: str) -> str:
    """The kinds of shop that a rule looks for in words, any other as the scheme's code."""
    words = MERCHANT_CATEGORIES.get(mcc)
    return f"{words}, code {mcc}" if words else mcc and f"Code {mcc}"


@register.filter
def rule_title(exception: MoneyException) -> str:
    """What the rule is called, when the reason does not begin with the same words."""
    title = rule_name(exception)
    return "" if exception.reason.startswith(title) else f"{title}."


@register.filter
def rule_name(exception: MoneyException) -> str:
    """What the rule is called, which may have no match to confirm: one was undone."""
    return title_of(exception.rule, has_match=bool(token_of(exception.suggestion)))


@register.simple_tag
def payment_tag(payment: Payment) -> SafeString:
    """What has come of a payment: matched, to check, for information, closed or none of these yet."""
    if payment.match:
        return tag("Matched", tone="ok")
    if payment.exception:
        return state_tag(payment.exception)
    if payment.is_closed:
        return tag("Closed without a match", tone="info")
    return tag("Not matched yet", tone="wait")


@register.simple_tag
def state_tag(exception: MoneyException) -> SafeString:
    """The state of an exception, as a word with its shape."""
    if exception.state == ExceptionState.QUERIED and exception.explained_at:
        return tag("Answered", tone="ok")
    if exception.state == ExceptionState.OPEN and exception.is_question:
        return tag("To check", tone="stop")
    return tag(exception.get_state_display(), tone=_TONES[exception.state])
