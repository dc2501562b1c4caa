"""Which fields are kept: whatever was typed, and never a secret."""

import pytest

from marketplace.accounts.kept_fields import answers_of, fits, is_secret, spelled, typed_something


@pytest.mark.parametrize(
    "name",
    "password password1 oldpassword new_password code form-code otp token pin client_secret"
    " csrfmiddlewaretoken kept_answers".split(),
)
def test_field_when_it_holds_a_secret_is_not_kept(name: str) -> None:
    assert is_secret(name)
    assert answers_of({name: ["x"], "words": ["y"]}) == [("words", ["y"])]


@pytest.mark.parametrize("name", ["words", "postcode", "spinning", "decision_reason"])
def test_field_when_it_only_sounds_like_a_secret_is_kept(name: str) -> None:
    assert answers_of({name: ["x"]}) == [(name, ["x"])]


def test_answers_when_empty_or_only_a_button_are_nothing_to_lose() -> None:
    assert answers_of({"words": [""], "kinds": ["", "a"]}) == [("kinds", ["", "a"])]
    assert not typed_something([("do", ["save"]), ("next", ["/"])])
    assert typed_something([("do", ["save"]), ("words", ["x"])])


def test_answers_when_too_long_or_too_many_do_not_fit() -> None:
    assert fits([("words", ["x" * 59_000])])
    assert not fits([("words", ["x" * 60_000])])
    assert not fits([(f"f{number}", ["x"]) for number in range(401)])


def test_name_when_spelled_counts_rows_from_one() -> None:
    assert spelled("offers-0-price_pence") == "Offers 1 price pence"
