"""The addresses of reconciliation, each with who may take it."""

from marketplace.accounts.access import Whose, guarded, only
from marketplace.accounts.rules import Role
from marketplace.people.access import own_and_acting
from payments.reconciliation.views import (
    money,
    monitoring,
    payee_facts,
    payees,
    payment,
    payments,
    question,
    queue,
)

FINANCE = only(Role.FINANCE, whose=Whose.COUNCIL)
OWN = only(Role.PERSON, whose=Whose.OWN)
WHO_SEE_MONEY = only(Role.FINANCE, Role.BROKER, Role.PERSON, whose=Whose.OWN)

app_name = "reconciliation"
urlpatterns = [
    guarded("money/exceptions/", queue.exceptions, name="queue", get=FINANCE, post=FINANCE),
    guarded("money/payments/", payments.payments, name="payments", get=FINANCE),
    guarded(
        "people/<uuid:public_id>/money/checks/",
        monitoring.monitoring,
        name="monitoring",
        get=FINANCE,
        post=FINANCE,
        once=True,
        check="sees this person’s money",
    ),
    guarded(
        "money/exceptions/<uuid:public_id>/ask/",
        question.ask,
        name="ask_question",
        post=FINANCE,
    ),
    guarded(
        "money/exceptions/<uuid:public_id>/resolve/",
        question.resolve,
        name="resolve_question",
        post=FINANCE,
    ),
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
    guarded("money/payees/", payees.payees, name="payees", get=FINANCE),
    guarded(
        "money/payees/new/",
        payees.new,
        name="new_payee",
        get=FINANCE,
        post=FINANCE,
        once=True,
    ),
    guarded(
        "money/payees/<uuid:public_id>/",
        payees.payee,
        name="payee",
        get=FINANCE,
        post=FINANCE,
        once=True,
    ),
    guarded(
        "money/payees/suppliers/<uuid:public_id>/",
        payees.supplier,
        name="payee_supplier",
        get=FINANCE,
        post=FINANCE,
        once=True,
    ),
    guarded(
        "money/payments/<uuid:public_id>/payee/",
        payees.of_payment,
        name="payee_of_payment",
        get=FINANCE,
        post=FINANCE,
        once=True,
    ),
    guarded(
        "money/payees/facts/<uuid:public_id>/",
        payee_facts.correct,
        name="payee_fact",
        get=FINANCE,
        post=FINANCE,
        once=True,
    ),
    guarded(
        "money/payees/facts/<uuid:public_id>/confirm/",
        payee_facts.confirm,
        name="confirm_payee_fact",
        post=FINANCE,
    ),
    guarded(
        "money/payees/facts/<uuid:public_id>/refuse/",
        payee_facts.refuse,
        name="refuse_payee_fact",
        post=FINANCE,
    ),
    guarded(
        "money/payees/facts/<uuid:public_id>/end/",
        payee_facts.end,
        name="end_payee_fact",
        post=FINANCE,
    ),
    guarded(
        "people/<uuid:public_id>/payees/",
        payees.of_person,
        name="payees_of_person",
        get=FINANCE,
        check="sees this person’s money",
    ),
    *own_and_acting("money/", money.my_money, name="my_money", get=OWN),
    guarded(
        "people/<uuid:public_id>/money/",
        money.person_money,
        name="person_money",
        get=WHO_SEE_MONEY,
        check="sees this person’s money",
    ),
    guarded(
        "people/<uuid:public_id>/money/funds/<int:fund_id>/",
        money.fund_money,
        name="fund_money",
        get=FINANCE,
        check="sees this person’s money",
    ),
    guarded(
        "people/<uuid:public_id>/money/funds/<int:fund_id>/<str:day>/",
        money.fund_money,
        name="fund_half_year",
        get=FINANCE,
        check="sees this person’s money",
    ),
]
