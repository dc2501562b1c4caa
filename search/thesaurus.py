"""Plain words that mean as much as each other to somebody looking for support.

Read when a text is searched, never when a listing is indexed, so a change acts at once.
"""

from search.analysis import stem

_ALIKE = (
    "carer assistant pa",
    "wash washing bath bathing shower",
    "dressing clothes",
    "meal meals cook cooking food",
    "clean cleaning housework domestic",
    "shop shopping errands",
    "respite break",
    "dementia alzheimer alzheimers",
    "company companion companionship befriend befriending lonely",
    "transport travel driver driving",
    "night overnight sleepover",
    "wheelchair powerchair",
    "walk walking mobility",
    "chair seat recliner",
    "toilet commode continence",
    "garden gardening",
    "deaf hearing bsl",
    "blind sight",
    "autism autistic asperger",
)


def _synonyms() -> dict[str, tuple[str, ...]]:
    out: dict[str, tuple[str, ...]] = {}
    for words in (line.split() for line in _ALIKE):
        for word in words:
            others = tuple(other for other in words if stem(other) != stem(word))
            out[stem(word)] = tuple(dict.fromkeys(out.get(stem(word), ()) + others))
    return out


SYNONYMS = _synonyms()
