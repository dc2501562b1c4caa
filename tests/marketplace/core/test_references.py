"""A reference is short, cannot be misheard, and stays the same."""

from uuid import UUID, uuid4

from marketplace.core.words import REFERENCE_LETTERS, reference


def test_reference_is_the_same_for_ever() -> None:
    assert reference(UUID(int=0)) == "2222-2222"
    assert reference(UUID("6f9619ff-8b86-d011-b42d-00cf4fc964ff")) == "NGP2-VPHV"


def test_reference_has_two_groups_of_letters_that_cannot_be_confused() -> None:
    assert not set("AEIOU015LSZB") & set(REFERENCE_LETTERS)
    for _ in range(50):
        first, second = reference(uuid4()).split("-")
        assert len(first) == len(second) == 4
        assert {*first, *second} <= set(REFERENCE_LETTERS)


def test_references_of_many_differ() -> None:
    assert len({reference(uuid4()) for _ in range(2_000)}) == 2_000
