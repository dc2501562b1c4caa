"""What a council's own facet codes are called."""

from marketplace.accreditation.models import Scheme
from marketplace.vocabulary.models import Term
from search.facets import ACCREDITATION


def council_words(authority_id: int) -> dict[str, dict[str, str]]:
    """The words of a council's terms and schemes, by facet and code, in their order. Two queries."""
    words: dict[str, dict[str, str]] = {}
    terms = Term.objects.filter(authority_id=authority_id)
    for kind, code, label in terms.values_list("kind", "code", "label"):
        words.setdefault(kind, {})[code] = label
    schemes = Scheme.objects.filter(authority_id=authority_id)
    words[ACCREDITATION.name] = dict(schemes.values_list("code", "name"))
    return words
