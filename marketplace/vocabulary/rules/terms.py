"""The kinds of word that a council keeps a list of, and how a list may change."""

from collections.abc import Collection

from marketplace.accounts.rules import Permission, Role, roles
from marketplace.core.errors import Problem, problem
from marketplace.core.labels import LabelledEnum
from marketplace.vocabulary.rules.names import NAME_LENGTH, name_problems

MAY_SET_VOCABULARY = Permission(
    "set_vocabulary",
    "change the words that the council's lists hold",
    roles(Role.COMMISSIONER, Role.ADMINISTRATOR),
)
LONGEST_CODE = 60
#: Judgement: more than anybody reads through to choose from.
MOST_TERMS = 500


class TermKind(LabelledEnum):
    """What a term is a kind of. Each is a facet of the directory."""

    CATEGORY = "category", "Type of support"
    NEED = "need", "Who it is for"
    LANGUAGE = "language", "Languages"
    FUNDING = "funding", "Ways to pay"
    AREA = "area", "Areas covered"


def label_problems(label: str, others: Collection[str]) -> list[Problem]:
    """Why a word cannot be called so. `others` are the labels of the same list that are in use."""
    return name_problems(
        label,
        others,
        missing=problem("term_label_missing", "label"),
        too_long=problem("term_label_too_long", "label", most=NAME_LENGTH),
        taken=problem("term_label_taken", "label", label=label),
    )


def place_problems(place: int, count: int) -> list[Problem]:
    """Why a word cannot be put there in a list of so many; the first place is 1."""
    return [] if 1 <= place <= count else [problem("term_place_outside", "place", most=count)]


def merge_problems(
    label: str, *, is_same: bool, same_list: bool, into_offered: bool
) -> list[Problem]:
    """Why one word cannot be merged into another, whose label is given."""
    if is_same:
        return [problem("term_merged_into_itself", "into")]
    if not same_list or not into_offered:
        return [problem("term_merged_elsewhere", "into", label=label)]
    return []
