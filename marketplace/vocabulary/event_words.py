"""What is done to the words of a council’s lists, as the trail says it."""

EVENTS = {
    "term_added": "Word added to a list",
    "term_renamed": "Word of a list renamed",
    "term_moved": "Word moved in its list",
    "term_retired": "Word of a list retired",
    "term_restored": "Retired word offered again",
    "term_merged": "Word merged into another",
}
SETTINGS = frozenset(EVENTS)
SUBJECTS = {"vocabulary.term": "word of a list"}
