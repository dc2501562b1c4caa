"""The kinds of word that a council keeps a list of."""

from marketplace.core.labels import LabelledEnum


class TermKind(LabelledEnum):
    """What a term is a kind of. Each is a facet of the directory."""

    CATEGORY = "category", "Type of support"
    NEED = "need", "Who it is for"
    LANGUAGE = "language", "Languages"
    FUNDING = "funding", "Ways to pay"
    AREA = "area", "Areas covered"
