"""The sentence for each refusal of this room."""

from marketplace.core.rooms import Sentence
from marketplace.core.words import spoken_date

SENTENCES: dict[str, Sentence] = {
    "person_without_name": "Enter the person’s name",
    "person_without_contact": "Enter how to contact the person",
    "person_born_ahead": "Date of birth: enter a day in the past",
    "person_not_found": "We have no record for “{reference}”. Check the number, or the whole name.",
    "person_not_one": "More than one record has the name “{reference}”. Enter the record number.",
    "person_has_account": "This person has an account already.",
    "person_account_unknown": (
        "No account has this email address, confirmed. Ask them to create an account first."
    ),
    "person_account_taken": "This account belongs to another person’s record.",
    "person_account_of_helper": (
        "This is the account of somebody who helps this person. Each needs an account of their own."
    ),
    "colleague_missing": "Enter a colleague’s email address, or choose a team",
    "colleague_unknown": "No practitioner here has this email address. Check the address.",
    "address_without_lines": "Enter the house and street",
    "address_postcode_unlike": "Postcode: enter a full postcode, like FS1 2AB",
    "address_before_the_last": lambda facts: (
        f"First day: enter a day after {spoken_date(facts['day'])}, when the last address began"
    ),
    "need_unsaid": "More about it: enter what helps them",
    "correction_without_words": "Enter what is right",
    "correction_without_answer": "Enter why you do not change the record",
    "event_without_route": "Choose how they came to us",
    "event_ends_before_start": "Last day: enter the first day, or a later one",
    "event_ahead": "Last day: enter today, or an earlier day",
    "relationship_without_name": "Enter their name",
    "relationship_not_by_choice": (
        "{kind}: a document must say this. Phone us, and tell us which document there is."
    ),
    "relationship_scopes_beyond": "{kind}: cannot be given this: {scopes}. Choose less.",
    "relationship_no_scope": "Choose what they can see",
    "relationship_writes_unread": "Whoever writes the plan must see it. Choose the plan too.",
    "relationship_paper_ahead": "Day you saw it: enter today, or an earlier day",
    "relationship_paper_unnamed": "Enter which document you saw",
    "relationship_paper_unseen": "{kind}: enter the day on which you saw the document",
    "relationship_conflict_unsaid": lambda facts: (
        "They work with this person too. End this and add them again, so that it is checked again."
        if facts["is_checked"]
        else "They work with this person too. Choose “Their interests can conflict with the person’s”."
    ),
    "relationship_of_oneself": "This is the person’s own email address. Enter the helper’s address.",
    "relationship_named_already": "This person is in the list already.",
    "relationship_ended_already": "This has ended. Add the person again.",
    "consent_to_nothing": "Choose what they can see",
    "consent_beyond": "That much cannot be shown to anybody. Choose less.",
    "consent_with_nobody": "Enter who we share the record with",
    "consent_heard_elsewhere": "Choose how they said it",
    "consent_given_already": "This was agreed already. Withdraw it first, to change it.",
    "consent_withdrawn_already": "This was withdrawn already.",
    "finding_without_question": "Enter the decision, like “Whether to move to a care home”",
    "finding_ahead": "Day: enter today, or an earlier day",
    "finding_by_nobody": "Enter who found it, with their profession",
    "finding_without_why": "Enter the reasons",
    "finding_without_help": "Enter the help that was given",
    "equality_answer_unknown": "{question}: choose one of the answers, or leave it open",
    "risk_without_what": "Enter what may happen",
    "risk_without_done": "Enter what is done about it",
    "risk_review_not_within": lambda facts: (
        f"Day to look again: enter a day after today, up to {spoken_date(facts['latest'])}"
    ),
    "glass_without_reason": "Reason: enter {least} letters or more, so that the auditor understands it",
}
