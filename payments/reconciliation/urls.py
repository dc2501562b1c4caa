"""The addresses of reconciliation, each with who may take it."""

from marketplace.accounts.access import Whose, guarded, only
from marketplace.accounts.rules import Role
from marketplace.people.access import own_and_acting
from payments.reconciliation.views import money, payment, queue

FINANCE = only(Role.FINANCE, whose=Whose.COUNCIL)
OWN = only(Role.PERSON, whose=Whose.OWN)
WHO_SEE_MONEY = only(Role.FINANCE, Role.BROKER, Role.PERSON, whose=Whose.OWN)

app_name = "reconciliation"
urlpatterns = [
    guarded("money/exceptions/", queue.exceptions, name="queue", get=FINANCE, post=FINANCE),
    guarded("money/exceptions.csv", queue.export, name="export", get=FINANCE),
    guarded("money/exceptions/<uuid:public_id>/", payment.exception_line, name="line", get=FINANCE),
    *own_and_acting(
        "money/exceptions/<uuid:public_id>/explain/",
        money.explain,
        name="explain",
        get=OWN,
        post=OWN,
        under="",
        check="sees this person’s money",
    ),
    *own_and_acting(
        "money/exceptions/<uuid:public_id>/answered/",
        money.answered,
        name="answered",
        get=OWN,
        under="",
        check="sees this person’s money",
    ),
    guarded("money/payments/<uuid:public_id>/", payment.payment, name="payment", get=FINANCE),
    guarded("money/payments/<uuid:public_id>/accept/", payment.accept, name="accept", post=FINANCE),
    guarded("money/payments/<uuid:public_id>/match/", payment.match, name="match", post=FINANCE),
    guarded(
        "money/payments/<uuid:public_id>/split/",
        payment.split,
        name="split",
        get=FINANCE,
        post=FINANCE,
    ),
    guarded("money/payments/<uuid:public_id>/undo/", payment.undo, name="undo", post=FINANCE),
    guarded("money/payments/<uuid:public_id>/ask/", payment.ask, name="ask", post=FINANCE),
    guarded(
        "money/payments/<uuid:public_id>/resolve/", payment.resolve, name="resolve", post=FINANCE
    ),
    *own_and_acting("money/", money.my_money, name="my_money", get=OWN),
    guarded(
        "people/<uuid:public_id>/money/",
        money.person_money,
        name="person_money",
        get=WHO_SEE_MONEY,
        check="sees this person’s money",
    ),
]
