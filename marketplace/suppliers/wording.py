"""The sentence for each refusal, and what a supplier's own home is called."""

from collections.abc import Collection

from marketplace.core.rooms import Sentence
from marketplace.suppliers.rules import SupplierKind

SENTENCES: dict[str, Sentence] = {
    "supplier_name_missing": "Enter a name",
    "supplier_name_incomplete": "Enter your first name and your last name",
    "supplier_registered_already": "You have registered {name} already. Enter another name",
    "supplier_unreachable": ("Enter an email address or a phone number"),
    "supplier_website": "Enter a web address, like www.example.org",
    "supplier_without_place": "Enter a town or a postcode",
}


def home_label(kinds: Collection[str]) -> str:
    """What the home of somebody is called who acts for suppliers of these kinds."""
    return "My profile" if set(kinds) == {SupplierKind.PERSONAL_ASSISTANT} else "My organisation"
