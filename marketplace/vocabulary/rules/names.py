"""What anything of a council's words may be called."""

from collections.abc import Collection

from marketplace.core.errors import Problem

#: Characters of the columns that hold them: one line of a page.
NAME_LENGTH = 80


def tidy_label(label: str) -> str:
    """What was typed, without the white space around and within it."""
    return " ".join(label.split())


def name_problems(
    name: str, others: Collection[str], *, missing: Problem, too_long: Problem, taken: Problem
) -> list[Problem]:
    """Which of these keeps something from being called so beside others; empty when nothing does."""
    tidy = tidy_label(name)
    if not tidy:
        return [missing]
    if len(tidy) > NAME_LENGTH:
        return [too_long]
    same = tidy.casefold() in {tidy_label(other).casefold() for other in others}
    return [taken] if same else []
