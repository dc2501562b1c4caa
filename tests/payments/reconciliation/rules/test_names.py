"""How surely a line names a payee: whole, cut, joined, misspelt, with initials, and beside others."""

import pytest

from payments.reconciliation.rules.names import (
    LIKE,
    PayeeIndex,
    strength_of,
)
from payments.reconciliation.rules.spelling import EMPTY_WORDS, SAME, NameEvidence, name_of
from payments.reconciliation.rules.strength import Strength
from payments.reconciliation.rules.words import words_of

SAME_NAME, LIKE_NAME, WEAK_NAME = Strength.SAME_NAME, Strength.LIKE_NAME, Strength.WEAK_NAME


def strength(text: str, name: str, index: PayeeIndex | None = None) -> Strength | None:
    return strength_of((index or PayeeIndex()).evidence(words_of(text), [name]))


@pytest.mark.parametrize(
    ("text", "name", "how"),
    [
        ("CARD PAYMENT TO KESTREL HOME CARE LEEDS GBR", "Kestrel Home Care Ltd", SAME_NAME),
        ("KESTREL HOME CARE", "The Kestrel Home Care Company", SAME_NAME),
        ("WWW.KESTRELHOMECARE.CO.UK", "Kestrel Home Care", SAME_NAME),
        ("KESTRELHOMECA", "Kestrel Home Care", LIKE_NAME),
        ("OTTERBOURNE HOME CA", "Otterbourne Home Care Services", LIKE_NAME),
        ("OTTERBUORNE DAYS", "Otterbourne Days", SAME_NAME),
        ("A OBI WAGES", "Amara Obi", LIKE_NAME),
        ("OBI A", "Amara Obi", LIKE_NAME),
        ("FPO AMARA O WAGES", "Amara Obi", LIKE_NAME),
        ("AMARA WEEK O", "Amara Obi", Strength.WEAK_NAME),
        ("SQ *KESTREL HOME CAREBRINDLE", "Kestrel Home Care", SAME_NAME),
        ("SARAH SMITHSON", "Sarah Smith", None),
        ("MISS AMARA OBI", "Mrs Amara Obi", SAME_NAME),
        ("KESTREL SHOP", "Kestrel Home Care", None),
        ("BRACKEN GARDENS", "Kestrel Home Care", None),
        ("AM OBI WAGES", "Amara Obi", LIKE_NAME),
        ("DD OBI", "Ddeborah Obi", None),
        ("OTTERBOURNE HOME C", "Otterbourne Home Care Services", LIKE_NAME),
        ("OTTERBOURNE HOME INV 3321", "Otterbourne Home Care Services", LIKE_NAME),
        ("OTTERBOURNE HOME M", "Otterbourne Home Care Services", LIKE_NAME),
        ("OTTERBOURNE HOME GARDENS", "Otterbourne Home Care Services", None),
    ],
)
def test_a_name_is_known_by_how_much_of_it_stands_in_a_line(
    text: str, name: str, how: Strength | None
) -> None:
    found = strength(text, name)
    assert found is how if how else found in (None, WEAK_NAME)


def test_initials_alone_carry_no_name() -> None:
    assert strength("A B", "Amara Bell") is None


@pytest.mark.parametrize("text", ["JOANN OBI", "ANN OBIEKWE"])
def test_a_name_within_longer_words_is_somebody_elses(text: str) -> None:
    assert strength(text, "Ann Obi") not in (SAME_NAME, LIKE_NAME)


@pytest.mark.parametrize("text", ["ANNOBI", "ANN OBI REF 3", "MISS ANN OBI", "XANNOBI ANN OBI"])
def test_a_name_that_stands_by_itself_is_known_however_it_is_spaced(text: str) -> None:
    assert strength(text, "Ann Obi") is SAME_NAME


def test_a_name_of_empty_words_keeps_them() -> None:
    assert set(name_of("The Company").tokens) <= EMPTY_WORDS
    assert name_of("Kestrel Ltd").tokens == ("KESTREL",)


def test_strengths_follow_the_hundredths_of_a_name() -> None:
    assert strength_of(NameEvidence(SAME, 5)) is SAME_NAME
    assert strength_of(NameEvidence(SAME - 1, 5)) is LIKE_NAME
    assert strength_of(NameEvidence(LIKE - 1, 5)) is WEAK_NAME
    assert strength_of(NameEvidence(LIKE - 1, 5, is_cut=True)) is LIKE_NAME
    assert strength_of(NameEvidence(0, 0)) is None


CARERS = {f"payee {n}": [f"{place} Home Care"] for n, place in enumerate(("Ashby", "Birchley"))}
COUNCIL = PayeeIndex.of(
    {
        **CARERS,
        **{f"other {n}": [f"Place{n} Care"] for n in range(40)},
        "kestrel": ["Kestrel Home Care", "Kestrel Days"],
        "kestrel shop": ["Kestrel Home Care Equipment"],
        "bell": ["Amara Bell"],
    }
)


def test_a_word_of_many_payees_weighs_less_than_one_of_a_single_payee() -> None:
    assert COUNCIL.weight("KESTREL") > COUNCIL.weight("HOME") > COUNCIL.weight("CARE")
    assert COUNCIL.weight("CARE") >= 0.2
    assert PayeeIndex().weight("CARE") == 1.0


def test_a_common_word_alone_names_nobody_in_a_council_with_many() -> None:
    assert strength("HOME CARE", "Kestrel Home Care", COUNCIL) in (None, WEAK_NAME)
    assert strength("KESTREL", "Kestrel Days", COUNCIL) in (LIKE_NAME, WEAK_NAME)


def test_the_payee_of_whom_more_stands_in_the_line_is_named_better() -> None:
    words = words_of("KESTREL HOME CARE EQUIPMENT LEEDS")
    own = COUNCIL.evidence(words, ["Kestrel Home Care"])
    assert COUNCIL.names_better(words, ["Kestrel Home Care"], own)
    rival = COUNCIL.evidence(words, ["Kestrel Home Care Equipment"])
    assert not COUNCIL.names_better(words, ["Kestrel Home Care Equipment"], rival)


def test_a_payees_other_name_is_no_rival() -> None:
    words = words_of("KESTREL DAYS")
    own = COUNCIL.evidence(words, ["Kestrel Home Care", "Kestrel Days"])
    assert own.coverage == 100
    assert not COUNCIL.names_better(words, ["Kestrel Home Care", "Kestrel Days"], own)


def test_two_whole_names_in_one_line_are_shared() -> None:
    assert COUNCIL.is_shared(words_of("AMARA BELL KESTREL DAYS"))
    assert not COUNCIL.is_shared(words_of("AMARA BELL"))


def test_another_known_payee_is_seen() -> None:
    assert COUNCIL.names_other(words_of("AMARA BELL"), ["Kestrel Days"])
    assert not COUNCIL.names_other(words_of("AMARA BELL"), ["Amara Bell"])
