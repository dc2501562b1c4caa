"""Which plan items a line names, and what speaks against it."""

from dataclasses import replace

from payments.reconciliation.rules.names import PayeeIndex
from payments.reconciliation.rules.naming import is_told, names_in, speaks_against, text_of
from payments.reconciliation.rules.strength import Strength
from payments.reconciliation.rules.values import Case
from tests.payments.reconciliation.rules.cases import amara, case, line, load

ACCOUNT = "20410713579246"
BOTH = PayeeIndex.of({"amara": ["Amara Obi"], "ben": ["Ben Wren"]})


def test_a_reference_names_however_its_parts_are_spaced() -> None:
    source = amara(references=frozenset({"TR2218"}))
    for text in ("INV TR-2218", "TR 2218", "XTR2218X"):
        found = names_in(line(1, -4950, text), source, case())
        assert found is not None
        assert found.strength is Strength.REFERENCE


def test_a_short_reference_within_another_number_names_nobody() -> None:
    source = amara(references=frozenset({"AB12"}))
    assert names_in(line(1, -4950, "XAB123"), source, case()) is None


def test_a_reference_beside_another_payees_name_is_opposed() -> None:
    source, known = amara(references=frozenset({"TR2218"})), Case((), index=BOTH)
    of = line(1, -4950, "BEN WREN TR2218")
    found = names_in(of, source, known)
    assert found is not None
    assert speaks_against(of, found, known)
    own = line(1, -4950, "AMARA OBI TR2218")
    assert not speaks_against(own, names_in(own, source, known) or found, known)


def test_an_account_names_the_payee_or_who_pays_their_wages() -> None:
    of = line(1, -4950, "FPO 20-41-07 13579246")
    own = names_in(of, amara(accounts=frozenset({ACCOUNT})), case())
    via = amara(via_names=("Wren Payroll",), via_accounts=frozenset({ACCOUNT}))
    bureau = names_in(of, via, case())
    assert own is not None
    assert bureau is not None
    assert (own.strength, own.payee) == (Strength.REFERENCE, ("Amara Obi",))
    assert bureau.payee == ("Wren Payroll",)


def test_an_account_number_alone_names_the_payee_and_another_does_not() -> None:
    known = amara(accounts=frozenset({ACCOUNT}))
    own = names_in(line(1, -4950, "FPO A/C 13579246"), known, case())
    assert own is not None
    assert (own.strength, own.payee) == (Strength.REFERENCE, ("Amara Obi",))
    assert names_in(line(1, -4950, "FPO A/C 24681357"), known, case()) is None


def test_who_pays_the_wages_names_the_item_where_the_payee_is_not_named() -> None:
    source = amara(via_names=("Wren Payroll",))
    found = names_in(line(1, -4950, "WREN PAYROLL"), source, case())
    assert found is not None
    assert found.payee == ("Wren Payroll",)


def test_another_persons_reference_speaks_against_a_name_and_not_against_an_own_reference() -> None:
    foreign = replace(case(), foreign_references=frozenset({"PN7731"}))
    of = line(1, -4950, "AMARA OBI TR2218", reference="PN7731")
    by_name = names_in(of, amara(), foreign)
    by_reference = names_in(of, amara(references=frozenset({"TR2218"})), foreign)
    assert by_name is not None
    assert by_reference is not None
    assert speaks_against(of, by_name, foreign)
    assert not speaks_against(of, by_reference, foreign)


def test_a_name_that_staff_confirmed_is_the_same_name() -> None:
    found = names_in(line(1, -4950, "AO CARE"), amara(aliases=frozenset({"AO CARE"})), case())
    assert found is not None
    assert found.strength is Strength.SAME_NAME
    assert is_told(found)


def test_anybody_who_serves_a_need_must_be_named_whole() -> None:
    source = amara(names=("Kestrel Home Care", "Wren Home Care"), is_anybody=True)
    assert names_in(line(1, -4950, "WREN HOME CARE"), source, case()) is not None
    assert names_in(line(1, -4950, "WREN HOME"), source, case()) is None


def test_an_income_is_named_by_initials_beside_a_surname() -> None:
    income = replace(load(), names=(), initials=frozenset({"SG"}))
    for text in ("S GLEDHILL", "GLEDHILL S", "MRS SUSAN GLEDHILL"):
        found = names_in(line(1, 4550, text), income, case())
        assert found is not None
        assert found.strength is Strength.LIKE_NAME
    assert names_in(line(1, 4550, "S G"), income, case()) is None


def test_all_that_the_bank_wrote_is_read_once() -> None:
    assert text_of(line(1, -1, "AMARA OBI", reference="WK 3")) == "AMARA OBI WK 3"
    assert text_of(line(1, -1, "AMARA OBI WK 3", reference="WK 3")) == "AMARA OBI WK 3"
