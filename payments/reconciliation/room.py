"""What this room declares."""

from marketplace.accounts.rules import Role
from marketplace.core.rooms import (
    MenuEntry,
    OpenInPeriod,
    Queue,
    Room,
    SubjectPage,
    WhoIsTold,
    nobody_told,
)
from marketplace.people.models import Person
from payments.cards.queries import person_of_line_page
from payments.reconciliation.event_words import EVENTS, SUBJECTS
from payments.reconciliation.keeps import KEEPS
from payments.reconciliation.queries.queue import person_of_exception_page
from payments.reconciliation.queries.unsettled import payments_to_check, questions_open
from payments.reconciliation.rules.duties import (
    MAY_EXPLAIN_SPENDING,
    MAY_RECONCILE,
    MAY_SEE_OWN_MONEY,
    MoneyNotice,
    MoneyTask,
    PaymentReading,
)
from payments.reconciliation.rules.figures import (
    ANSWER_WITHIN,
    LIGHT_FROM,
    LIGHT_SAMPLE,
    LOOKED_AT,
    MISSING_AFTER,
)
from payments.reconciliation.rules.payee_facts import MAY_KEEP_PAYEES, PayeeFactState
from payments.reconciliation.rules.settings import MATCHING_FIGURES
from payments.reconciliation.rules.states import ExceptionState, FindingState, MatchState
from payments.reconciliation.samples import SAMPLES
from payments.reconciliation.wording import NOTIFICATIONS, SENTENCES

ROOM = Room(
    name="reconciliation",
    urls="payments.reconciliation.urls",
    shared_tags=("match_tags",),
    pages="Payments and money pages",
    permissions=(MAY_RECONCILE, MAY_SEE_OWN_MONEY, MAY_EXPLAIN_SPENDING, MAY_KEEP_PAYEES),
    task_kinds=tuple(MoneyTask),
    readings=tuple(PaymentReading),
    menu=(
        MenuEntry("Payments to check", "reconciliation:queue", frozenset({Role.FINANCE}), order=50),
        MenuEntry("Payees", "reconciliation:payees", frozenset({Role.FINANCE}), order=52),
        MenuEntry("My money", "reconciliation:my_money", frozenset({Role.PERSON}), order=92),
    ),
    queues=(Queue(MoneyTask.EXCEPTION, "payments to check", "reconciliation:queue"),),
    notifications=NOTIFICATIONS,
    who_is_told=(
        WhoIsTold(ExceptionState.QUERIED, (MoneyNotice.QUESTION, MoneyNotice.ASK_THEM)),
        # Of those about which something was asked; of the rest the person knows nothing.
        WhoIsTold(ExceptionState.RESOLVED, (MoneyNotice.CLOSED,)),
        *nobody_told(
            "found by a rule: the worklist shows it", ExceptionState.OPEN, ExceptionState.SUGGESTED
        ),
        *nobody_told(
            "found by a rule, for information: the page of the payment shows it",
            ExceptionState.NOTED,
            FindingState.ENDED,
        ),
        *nobody_told("who was asked is told that the question is closed", FindingState.SETTLED),
        *nobody_told(
            "finance keeps it on the page of the payee, and matching goes by it",
            PayeeFactState.AUTOMATIC,
            PayeeFactState.REFUSED,
            PayeeFactState.ENDED,
        ),
        *nobody_told("the payment goes back to the worklist", MatchState.UNDONE),
    ),
    open_in_period=(
        OpenInPeriod(
            "payment to check", "payments to check", payments_to_check, "reconciliation:queue"
        ),
        OpenInPeriod(
            "question about a payment",
            "questions about payments",
            questions_open,
            "reconciliation:queue",
        ),
    ),
    figures=(
        *MATCHING_FIGURES.values(),
        *LOOKED_AT,
        ANSWER_WITHIN,
        *MISSING_AFTER,
        LIGHT_FROM,
        LIGHT_SAMPLE,
    ),
    subject_pages={
        "money/payments/<uuid:public_id>/": SubjectPage(
            Person._meta.label_lower, person_of_line_page
        ),
        "money/exceptions/<uuid:public_id>/": SubjectPage(
            Person._meta.label_lower, person_of_exception_page
        ),
    },
    sentences=SENTENCES,
    keeps=KEEPS,
    samples=SAMPLES,
    events=EVENTS,
    subjects=SUBJECTS,
)
