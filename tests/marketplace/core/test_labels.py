"""Enums with their labels."""

import pickle

import pytest

from marketplace.core.labels import LabelledEnum


class Fruit(LabelledEnum):
    APPLE = "apple", "An apple"
    PEAR = "pear", "A pear"


def test_a_member_is_its_stored_value() -> None:
    assert Fruit.APPLE == "apple"
    assert f"{Fruit.APPLE}" == "apple"
    assert {"apple": 1}[Fruit.APPLE] == 1


def test_a_stored_value_gives_back_its_member_with_its_label() -> None:
    assert Fruit("pear") is Fruit.PEAR
    assert Fruit("pear").label == "A pear"


def test_choices_are_plain_values_and_labels_in_the_order_of_writing() -> None:
    assert Fruit.choices() == [("apple", "An apple"), ("pear", "A pear")]
    assert {type(value) for value, _ in Fruit.choices()} == {str}


def test_an_unknown_value_is_refused() -> None:
    with pytest.raises(ValueError, match="plum"):
        Fruit("plum")


def test_a_member_without_a_label_is_refused_when_the_class_is_made() -> None:
    with pytest.raises(TypeError, match="label"):

        class _Unlabelled(LabelledEnum):
            PLUM = "plum"


def test_a_member_survives_pickling() -> None:
    assert pickle.loads(pickle.dumps(Fruit.PEAR)) is Fruit.PEAR
