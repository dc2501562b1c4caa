"""What is done to the words of a council’s lists, as the trail says it."""

EVENTS = {
    "term_added": "Word added to a list",
    "term_renamed": "Word of a list renamed",
    "term_moved": "Word moved in its list",
    "term_retired": "Word of a list retired",
    "term_restored": "Retired word offered again",
    "term_merged": "Word merged into another",
    "outcome_framework_adopted": "Outcomes of the law adopted",
    "outcome_framework_added": "Outcome framework added",
    "outcome_term_added": "Outcome added to a framework",
    "outcome_framework_ended": "Outcome framework ended",
    "place_added": "Place of the council added",
    "place_removed": "Place of the council removed",
    "place_load_began": "Reading of a list of places began",
    "place_load_finished": "List of places read",
    "vocabulary_started": "First words of the council made",
}
#: Lists of places are all councils': reading one is in no council's trail.
SERVER = frozenset({"place_load_began", "place_load_finished"})
SETTINGS = frozenset(EVENTS) - SERVER
SUBJECTS = {
    "vocabulary.term": "word of a list",
    "vocabulary.outcomeframework": "outcome framework",
    "vocabulary.place": "place",
    "vocabulary.placeload": "list of places",
}
