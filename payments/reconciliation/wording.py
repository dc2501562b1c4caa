"""The sentence for each refusal, what a payment is called, and what people are told about payments."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from django.urls import reverse

from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.rules import PayerKind
from marketplace.core.pence import format_pounds
from marketplace.core.rooms import News, NotificationKind, Sentence, Told
from marketplace.core.words import reference
from marketplace.notifications.wording import TO_A_PERSON
from payments.cards.rules import MoneyAccountKind
from payments.reconciliation.models import MoneyException, MoneyFinding
from payments.reconciliation.queries.lines import Payment
from payments.reconciliation.rules.asking import Monitoring
from payments.reconciliation.rules.duties import MoneyNotice
from payments.reconciliation.rules.figures import LIGHT_FROM, LIGHT_SAMPLE
from payments.reconciliation.rules.reasons import say_date
from payments.reconciliation.rules.states import ExceptionState

#: Who paid money in; banks write it in capitals and codes.
PAYERS: Mapping[PayerKind, str] = {
    PayerKind.COUNCIL: "the council",
    PayerKind.NHS: "the NHS",
    PayerKind.OTHER_COUNCIL: "another council",
    PayerKind.PERSON: "the person",
    PayerKind.THIRD_PARTY: "somebody who tops up",
}


def _parts_differ(facts: Mapping[str, Any]) -> str:
    off = facts["off_pence"]
    pounds = format_pounds(abs(off))
    more = f"{pounds} is still to be split." if off > 0 else f"The parts are {pounds} too much."
    return f"The parts must total the payment. {more}"


def _row_count(facts: Mapping[str, Any]) -> str:
    return f"plans.json says {facts['said']:,} rows; the file has {facts['found']:,}."


def _trial_balance(facts: Mapping[str, Any]) -> str:
    off = format_pounds(abs(facts["gap_pence"]))
    return f"The rows do not lead from the opening to the closing balance: they differ by {off}."


#: What a trial of the matcher says of its files.
TRIALS: dict[str, Sentence] = {
    "trial_no_folder": "{folder} is not a folder.",
    "trial_report_ending": "{file} must end in .html or .json.",
    "trial_cannot_write": "{file} cannot be written: {reason}.",
    "trial_file_missing": "{file} is missing, or is no plain file.",
    "trial_file_closed": "{file} cannot be read: {reason}.",
    "trial_file_large": "{file} is over {most:,} MB.",
    "trial_file_outside": "plans.json names {file}, which is not in the folder statements.",
    "trial_not_utf8": "{file} is not UTF-8.",
    "trial_bad_json": "{file}, row {row}, character {column}: this is not JSON.",
    "trial_odd_json": "{file} has a number that cannot be read, or is nested too deep.",
    "trial_not_an_object": "{file} is not an object with keys.",
    "trial_key_missing": "{file}{place}: {key} is missing.",
    "trial_key_unlike": "{file}{place}: {key} is not as the format says ({says}).",
    "trial_id_twice": "{file}{place}: {id} is there already.",
    "trial_id_unknown": "{file}{place}: {key} names {id}, which is not there.",
    "trial_balance": _trial_balance,
    "trial_row_count": _row_count,
    "trial_other_account": "The account number in the file is not that of {account}.",
    "trial_other_currency": "The row is in {currency}, not in pounds.",
}
SENTENCES: dict[str, Sentence] = {
    **TRIALS,
    "fund_has_money_left": (
        "Money of this funding source is left in the account. Choose whether it goes back or stays."
    ),
    "fund_is_owed_money": (
        "More of this funding source was spent than paid in. Choose that the payer is still asked for it."
    ),
    "fund_has_nothing_left": (
        "Nothing of this funding source is left or owed. Choose “No money is left or owed”."
    ),
    "match_made_already": (
        "Somebody else matched this payment after you opened the page. Load the page again to see the match."
    ),
    "match_suggestion_changed": (
        "The suggestion changed after you opened the page. Check it again before you confirm."
    ),
    "match_line_not_booked": "You can match only booked payments in pounds.",
    "match_parts_missing": "Enter at least 1 part of the payment.",
    "match_part_not_above_zero": "Enter more than £0 for each part.",
    "match_parts_differ": _parts_differ,
    "match_not_money_in": "You cannot match money paid out as money in.",
    "match_target_gone": "This is no longer in the plan or budget of the person.",
    "match_fund_missing": "No payment agreement into this account pays for this on that day.",
    "match_purchase_first": "This is a refund. Match the payment that it gives back first.",
    "match_not_active": "This payment is not matched now. Load the page again to see it.",
    "match_refund_unexplained": "Enter why this is a refund. We found no payment that it gives back",
    "match_refunded": "A refund is matched to this payment. Undo the refund first.",
    "payee_name_missing": "Enter the name of the payee.",
    "payee_known_already": "We know this payee already. Search for the name.",
    "payee_text_too_long": "Enter at most {most} characters.",
    "payee_fact_missing": "Enter what the payment says.",
    "payee_fact_too_short": "Enter at least 3 letters or digits.",
    "payee_name_says_nobody": (
        "Enter a name that only this payee has. Many payees have these words on their payments."
    ),
    "payee_account_wrong": (
        "Enter a sort code of 6 digits and an account number of 8 digits, like 20-00-00 55779911."
    ),
    "payee_fact_known": "We know this of this payee already.",
    "payee_fact_refused_before": (
        "A colleague refused this for this payee. End the refused entry first, then add it again."
    ),
    "payee_fact_not_waiting": "This does not wait for a second person. Load the page again to see it.",
    "payee_fact_own": "You recorded this. A colleague confirms it.",
    "exception_decided_since": "A payment that you chose is decided already. Choose again.",
    "exception_resolved_already": "This is decided already. Load the page again to see it.",
    "exception_answer_not_needed": "This question is closed already. You do not need to do anything.",
    "exception_question_missing": "Enter a question for the person.",
    "exception_answer_missing": "Enter what the payment was for, in your own words.",
    "exception_outcome_missing": "Enter the decision. The person can read your words.",
    "monitoring_reason_missing": "Enter the reason. The person can read your words.",
    "monitoring_day_past": "Enter today or a later day.",
    "exception_words_too_long": "Enter at most {most} characters. You entered {length}.",
}


def where_money_is(kinds: Sequence[MoneyAccountKind], *, own: bool) -> str:
    """Where a person's money is, by the kind of each account: "on your card", "in your accounts"."""
    whose = "your" if own else "the"
    places = [
        f"{preposition} {whose} {noun}{'s' if count > 1 else ''}"
        for kind, preposition, noun in _PLACES
        if (count := kinds.count(kind))
    ]
    return " and ".join(places)


_PLACES = (
    (MoneyAccountKind.CARD, "on", "card"),
    (MoneyAccountKind.BANK, "in", "account"),
)


def payment_title(payment: Payment) -> str:
    """What a payment is called in a list: money in that was matched, by who paid it in."""
    if not payment.payers:
        return payment.what
    if payment.payers == [PayerKind.PERSON]:
        return "Contribution"
    return f"Paid in by {' and '.join(PAYERS[payer] for payer in payment.payers)}"


def monitoring_hints(values: Mapping[str, int]) -> dict[str, str]:
    """What each way of checking asks about, with a council's figures."""
    pounds, percent = format_pounds(values[LIGHT_FROM.key]), values[LIGHT_SAMPLE.key]
    return {
        Monitoring.LIGHT: (
            f"We ask about concerns, about amounts of {pounds} or more, and about {percent}% of the rest."
        ),
        Monitoring.USUAL: "We ask about concerns and questions.",
        Monitoring.CLOSE: "We ask about everything that a rule finds.",
    }


#: What a finding about an account or a person rests on, by the names that its rule gives.
RECKONED: Mapping[str, str] = {
    "balance_pence": "In the account",
    "left_pence": "Left after what the plan needs",
    "kept_pence": "May be left over",
    "weekly_pence": "Paid in each week",
    "missing_pence": "Missing",
    "drift_pence": "Difference",
    "rest_pence": "Left in the closed funding source",
    "weeks": "Weeks of money left",
    "last_out": "Last payment out",
    "first_in": "First money in",
    "read_to": "Last statement ends",
    "since": "Since",
    "first": "From",
    "last": "To",
    "due": "Review due by",
}


def reckoned(finding: MoneyFinding) -> list[tuple[str, str]]:
    """What a finding rests on, in words."""
    return [(RECKONED[name], _said(name, value)) for name, value in finding.facts.items()]


def _said(name: str, value: int | str) -> str:
    if isinstance(value, str):
        return say_date(date.fromisoformat(value))
    return format_pounds(value) if name.endswith("_pence") else str(value)


NEWS = {
    MoneyNotice.QUESTION: "The council asks about a payment or an account.",
    MoneyNotice.ASK_THEM: (
        "The person has no account. Ask them. The page shows how to contact them."
    ),
    MoneyNotice.ANSWER_SENT: "You answered a question about money.",
    MoneyNotice.ANSWER_CAME: "An answer to a question about money came.",
    MoneyNotice.CLOSED: "The council has finished checking. You do not need to do more.",
}
#: What leads to the page of the payment at work; the rest leads to the person's own.
AT_WORK = frozenset({MoneyNotice.ASK_THEM, MoneyNotice.ANSWER_CAME})


def say_of_payments(viewer: Viewer, kind: StrEnum, told: Collection[Told]) -> dict[Told, News]:
    """Of payments that the viewer may see now. One query."""
    found = MoneyException.objects.visible_to(viewer).select_related("person")
    rows = found.in_bulk([one.subject_id for one in told])
    notice = MoneyNotice(kind)
    return {
        one: News(
            NEWS[notice],
            _page(notice, row, viewer),
            reference(row.public_id),
            is_over=row.explained_at is not None or row.state == ExceptionState.RESOLVED,
        )
        for one in told
        if (row := rows.get(one.subject_id))
    }


def _page(notice: MoneyNotice, row: MoneyException, viewer: Viewer) -> str:
    if notice in AT_WORK:
        return reverse("reconciliation:line", args=[row.public_id])
    if notice == MoneyNotice.QUESTION:
        return reverse("reconciliation:explain", args=[row.public_id])
    person = row.person
    if person.user_id == viewer.user_id:
        return reverse("reconciliation:my_money")
    return reverse("reconciliation:person_money", args=[person.public_id])


NOTIFICATIONS = (
    NotificationKind(MoneyNotice.QUESTION, TO_A_PERSON, say_of_payments),
    NotificationKind(MoneyNotice.ANSWER_SENT, TO_A_PERSON, say_of_payments, is_receipt=True),
    NotificationKind(MoneyNotice.CLOSED, TO_A_PERSON, say_of_payments),
    NotificationKind(MoneyNotice.ASK_THEM, "Question {reference} to ask", say_of_payments),
    NotificationKind(MoneyNotice.ANSWER_CAME, "Answer to question {reference}", say_of_payments),
)
