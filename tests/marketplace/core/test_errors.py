"""A refusal is raised where there are problems, as the family member that was asked."""

import pytest

from marketplace.core.errors import DomainError, problem


class OneRefused(DomainError):
    pass


def test_refusal_without_problems_goes_on() -> None:
    OneRefused.refuse_if_any([])


def test_refusal_with_problems_is_raised_with_all_of_them() -> None:
    with pytest.raises(OneRefused) as refusal:
        OneRefused.refuse_if_any(problem(code) for code in ("first", "second"))
    assert refusal.value.codes == ["first", "second"]
