"""Finding the place that somebody typed."""

from marketplace.vocabulary.models import Place, place_code


def find_place(authority_id: int, text: str) -> Place | None:
    """The place for a town, outcode or postcode; a full postcode falls back to its outcode."""
    code = place_code(text)
    if not code:
        return None
    candidates = [code]
    if len(code) >= 5 and code[-3].isdigit():
        candidates.append(code[:-3])
    found = {
        place.code: place
        for place in Place.objects.filter(authority_id=authority_id, code__in=candidates)
    }
    return next((found[c] for c in candidates if c in found), None)
