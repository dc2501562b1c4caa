"""The sentence for each refusal."""

from marketplace.core.rooms import Sentence

SENTENCES: dict[str, Sentence] = {
    "supplier_name_missing": "Type a name",
    "supplier_name_incomplete": "Type your first name and your last name",
    "supplier_registered_already": "You have registered {name} already",
    "supplier_unreachable": (
        "Give an email address or a telephone number, so that people can reach you"
    ),
    "supplier_without_place": "Give a town or a postcode, so that people nearby can find you",
}
