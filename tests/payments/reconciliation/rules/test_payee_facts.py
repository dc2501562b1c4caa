"""What can be known of a payee, what makes two facts the same, and who may be the second to confirm."""

import pytest

from payments.reconciliation.rules.payee_facts import (
    LONGEST_FACT,
    NewFact,
    PayeeFactKind,
    PayeeFactState,
    PayeeSubject,
    confirming_problems,
    fact_key,
    fact_problems,
    fact_text,
    known_problem,
    names_somebody,
    payee_name_problems,
)

NAME, ACCOUNT, REFERENCE = (
    PayeeFactKind.TRADING_NAME,
    PayeeFactKind.ACCOUNT,
    PayeeFactKind.REFERENCE,
)


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        (NAME, "  ", "payee_fact_missing"),
        (NAME, "x" * (LONGEST_FACT + 1), "payee_text_too_long"),
        (NAME, "PAYPAL *", "payee_name_says_nobody"),
        (NAME, "GOCARDLESS GC", "payee_name_says_nobody"),
        (NAME, "AB", "payee_name_says_nobody"),
        (NAME, "BILL PAYMENT 88", "payee_name_says_nobody"),
        (ACCOUNT, "20-00-00", "payee_account_wrong"),
        (ACCOUNT, "20-00-00 557799112", "payee_account_wrong"),
        (ACCOUNT, "Joe", "payee_account_wrong"),
        (REFERENCE, "A-1", "payee_fact_too_short"),
    ],
)
def test_fact_when_it_tells_nobody_apart_is_refused(
    kind: PayeeFactKind, text: str, code: str
) -> None:
    (found,) = fact_problems(NewFact(kind, text))
    assert (found.code, found.field) == (code, "text")


@pytest.mark.parametrize(
    ("kind", "text"),
    [(NAME, "Joe"), (NAME, "PAYPAL *JOESGARDEN"), (ACCOUNT, "200000 55779911"), (REFERENCE, "QX7")],
)
def test_fact_when_whole_is_taken(kind: PayeeFactKind, text: str) -> None:
    assert fact_problems(NewFact(kind, text)) == []


def test_account_is_one_however_it_is_written() -> None:
    assert {
        fact_key(ACCOUNT, text)
        for text in ("20-00-00 55779911", "200000 55779911", "20 00 00  5577 9911")
    } == {"20000055779911"}
    assert fact_text(ACCOUNT, "200000 779911") == "20-00-00 00779911"


def test_name_and_reference_are_the_same_whatever_their_case_and_marks() -> None:
    assert fact_key(NAME, "Fern  Care Ltd") == fact_key(NAME, "FERN CARE")
    assert fact_key(REFERENCE, "fc-20417") == fact_key(REFERENCE, "FC 20417") == "FC20417"
    assert fact_text(NAME, " Fern   Care ") == "Fern Care"


def test_name_beside_a_collector_names_somebody() -> None:
    assert names_somebody("SUMUP JOE")
    assert not names_somebody("SUMUP 4471")


def test_subjects_are_told_apart_by_whose_they_are() -> None:
    own = PayeeSubject(1, "Joe  Green", person_id=7)
    assert own.key == PayeeSubject(1, "JOE GREEN", person_id=7).key
    keys = {
        own.key,
        PayeeSubject(1, "Joe Green", person_id=8).key,
        PayeeSubject(1, "Joe Green").key,
        PayeeSubject(2, "Joe Green").key,
        PayeeSubject(1, "Joe Green", supplier_id=7).key,
    }
    assert len(keys) == 5
    assert (own.is_private, PayeeSubject(1, "Joe Green").is_private) == (True, False)


@pytest.mark.parametrize(
    ("state", "recorder", "codes"),
    [
        (PayeeFactState.SUGGESTED, 1, []),
        (PayeeFactState.SUGGESTED, None, []),
        (PayeeFactState.SUGGESTED, 2, ["payee_fact_own"]),
        (PayeeFactState.AUTOMATIC, 1, ["payee_fact_not_waiting"]),
        (PayeeFactState.REFUSED, 1, ["payee_fact_not_waiting"]),
    ],
)
def test_second_yes_is_anothers_and_of_what_waits(
    state: PayeeFactState, recorder: int | None, codes: list[str]
) -> None:
    assert [one.code for one in confirming_problems(state, recorder, 2)] == codes


def test_text_that_is_there_already_says_whether_it_was_refused() -> None:
    assert known_problem(PayeeFactState.REFUSED).code == "payee_fact_refused_before"
    assert known_problem(PayeeFactState.SUGGESTED).code == "payee_fact_known"


def test_payee_without_a_name_or_with_too_long_a_one_is_refused() -> None:
    assert [one.code for one in payee_name_problems(" ")] == ["payee_name_missing"]
    assert [one.code for one in payee_name_problems("x" * 161)] == ["payee_text_too_long"]
    assert payee_name_problems("HM Revenue and Customs") == []
