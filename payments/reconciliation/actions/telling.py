"""Who is told of questions about payments, their answers and their end. Part of the action that does it."""

from collections.abc import Sequence
from datetime import date

from marketplace.accounts.models import User
from marketplace.accounts.queries import users_holding
from marketplace.accounts.viewer import Viewer
from marketplace.core.transactions import require_transaction
from marketplace.notifications.actions import tell
from marketplace.people.queries import speaks_for_themselves, users_around
from marketplace.people.rules import Scope
from marketplace.tasks.queries import open_task
from payments.reconciliation.models import MoneyException
from payments.reconciliation.rules.duties import MAY_RECONCILE, MoneyNotice, MoneyTask


def tell_question(*, by: Viewer, row: MoneyException, due_date: date) -> None:
    """The person and who speaks for them about money; of a person without an account, whoever asks
    is told to ask them."""
    person = row.person
    around = users_around(person, scope=Scope.MONEY, on=by.today)
    tell(by=by, kind=MoneyNotice.QUESTION, subject=row, users=around, due_date=due_date)
    if not speaks_for_themselves(person):
        tell(by=by, kind=MoneyNotice.ASK_THEM, subject=row, users=[by.user], due_date=due_date)


def tell_answer(*, by: Viewer, row: MoneyException) -> None:
    """A receipt for whoever answered; and who has the payment to check, else the finance team."""
    tell(by=by, kind=MoneyNotice.ANSWER_SENT, subject=row, users=[by.user])
    tell(by=by, kind=MoneyNotice.ANSWER_CAME, subject=row, users=_checkers(row, by.today))


def _checkers(row: MoneyException, on: date) -> list[User]:
    task = open_task(MoneyTask.EXCEPTION, row.line or row)
    if task and task.owner:
        return [task.owner]
    team = users_holding(MAY_RECONCILE.roles, row.authority_id, on)
    return [user for user in team if user.pk != row.person.user_id]


def tell_closed(*, by: Viewer, rows: Sequence[MoneyException]) -> None:
    """The people of whom something was asked, that nothing more is."""
    require_transaction()
    asked = MoneyException.objects.filter(pk__in=[row.pk for row in rows]).exclude(question="")
    for row in asked.select_related("person"):
        around = users_around(row.person, scope=Scope.MONEY, on=by.today)
        tell(by=by, kind=MoneyNotice.CLOSED, subject=row, users=around)
