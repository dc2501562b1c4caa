"""A supplier that a concern is about. The roof's other address with a part is a file's path, which is
nobody's object."""

from marketplace.accounts.rules import Role
from marketplace.accounts.samples import Side
from marketplace.core.rooms import Samples
from marketplace.safeguarding.actions.linking import link_subject
from marketplace.suppliers.models import Supplier


def make(side: Side) -> None:
    link_subject(
        by=side.viewer(Role.SAFEGUARDING, days=41),
        concern_id=side.rows["decided_concern"].pk,
        kind=Supplier._meta.label_lower,
        subject_id=side.rows["accredited"].pk,
    )


SAMPLES = Samples(
    make=make,
    addresses={
        "portal:media": lambda side: {"path": "none.jpg"},
        "portal:concern_suppliers": lambda side: {
            "public_id": side.rows["decided_concern"].public_id
        },
    },
    without_object=frozenset({"portal:media"}),
)
