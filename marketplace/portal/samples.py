"""The roof's only address with a part is a file's path, which is nobody's object."""

from marketplace.core.rooms import Samples

SAMPLES = Samples(
    addresses={"portal:media": lambda side: {"path": "none.jpg"}},
    without_object=frozenset({"portal:media"}),
)
