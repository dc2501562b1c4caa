"""What may be done here, and the work that this room raises."""

from marketplace.accounts.rules import Permission, Role, roles
from marketplace.core.labels import LabelledEnum
from payments.reconciliation.rules.exception_rule import Owner

MAY_RECONCILE = Permission("reconcile", "reconcile payments", roles(Role.FINANCE))
MAY_SEE_OWN_MONEY = Permission("see_own_money", "see your own money", roles(Role.PERSON))
MAY_EXPLAIN_SPENDING = Permission("explain_spending", "explain spending", roles(Role.PERSON))

#: What the tasks of this room are about: a received line, as the worklist keeps it.
LINE_SUBJECT = "cards.receivedline"
#: And what is about no line: the question itself.
QUESTION_SUBJECT = "reconciliation.moneyexception"


class PaymentReading(LabelledEnum):
    """Lists and files that show several people together; the label follows "in" on the person's own
    record."""

    QUEUE = "payments_to_check", "a list of payments to check"
    EXPORT = "payments_to_check_file", "a downloaded file of payments to check"
    SEARCH = "payments_search", "a search over payments"


class MoneyTask(LabelledEnum):
    """Work that this room raises."""

    EXCEPTION = "money_exception", "Payment to check"
    EXPLAIN = "explain_spending", "Question about a payment"


class MoneyNotice(LabelledEnum):
    """What a person is told about a payment of theirs, and the finance team about their answer."""

    QUESTION = "payment_question", "Question from the council"
    ASK_THEM = "ask_without_account", "Person to ask about a payment"
    ANSWER_SENT = "payment_answer_sent", "Answer sent"
    ANSWER_CAME = "payment_answer_came", "Answer about a payment"
    CLOSED = "payment_question_closed", "Question from the council closed"


def role_for(owner: Owner) -> Role:
    """The role that is given a payment to check: the owner's, or finance where that may not open it."""
    reachable = (role for role in MAY_RECONCILE.roles if role == owner.value)
    return next((Role(role) for role in reachable), Role.FINANCE)
