"""What is done about concerns, as the trail says it to auditors."""

EVENTS = {
    "concern_raised": "Concern raised",
    "concern_triaged": "Concern triaged",
    "concern_decided": "Concern decided",
    "concern_closed": "Concern closed",
    "concern_passed_on": "Concern about a child to pass on",
    "concern_passed_on_confirmed": "Concern about a child passed on",
    "concern_taken_back": "Decision on a concern taken back",
    "concern_wishes_recorded": "Consent and wishes about a concern recorded",
    "concern_noted": "Note added to a concern",
    "concern_linked": "Concern linked",
    "concern_unlinked": "Link of a concern removed",
    "concern_person_linked": "Concern linked to a person",
    "concern_kept_from": "Concern kept from a colleague",
    "concern_task_given": "Task about a concern given to another officer",
    "concern_phones_set": "Phone numbers for concerns set",
    "concern_opened": "Concern read",
    "concern_person_opened": "Record read for a concern",
    "concern_people_searched": "People searched for a concern",
    "concerns_listed": "List of concerns read",
    "concerns_counted": "Counts of concerns read",
}
SETTINGS = frozenset({"concern_phones_set"})
SUBJECTS = {"safeguarding.safeguardingconcern": "concern"}
