"""What is done to a council’s own settings, as the trail says it."""

EVENTS = {
    "figure_set": "Figure of the council set",
    "school_term_set": "School term set",
    "school_term_removed": "School term removed",
    "addresses_set": "Web address and sender of mail set",
    "card_processor_set": "Card processor account set",
    "contact_set": "Contact details of the council set",
    "host_added": "Host name added",
    "host_removed": "Host name removed",
    "council_made": "Council made",
}
SETTINGS = frozenset(EVENTS)
SUBJECTS = {
    "council.councilfigure": "figure",
    "council.cardprocessoraccount": "card processor account",
}
