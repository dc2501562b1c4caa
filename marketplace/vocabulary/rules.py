"""The kinds of word that a council keeps a list of, and who may load lists of places."""

from marketplace.accounts.rules import Permission
from marketplace.core.labels import LabelledEnum

#: No role holds it: the lists are shared by all councils, and whoever runs the server reads them in.
MAY_LOAD_PLACES = Permission("load_places", "load lists of postcodes and places")


class TermKind(LabelledEnum):
    """What a term is a kind of. Each is a facet of the directory."""

    CATEGORY = "category", "Type of support"
    NEED = "need", "Who it is for"
    LANGUAGE = "language", "Languages"
    FUNDING = "funding", "Ways to pay"
    AREA = "area", "Areas covered"
