"""The kinds of word that a council keeps a list of."""

from enum import StrEnum


class TermKind(StrEnum):
    """What a term is a kind of. Each is a facet of the directory."""

    CATEGORY = "category"
    NEED = "need"
    LANGUAGE = "language"
    FUNDING = "funding"
    AREA = "area"


TERM_KIND_LABELS = {
    TermKind.CATEGORY: "Type of support",
    TermKind.NEED: "Who it is for",
    TermKind.LANGUAGE: "Languages",
    TermKind.FUNDING: "Ways to pay",
    TermKind.AREA: "Areas",
}
