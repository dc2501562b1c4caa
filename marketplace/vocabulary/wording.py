"""The sentence for each refusal."""

from marketplace.core.rooms import Sentence

SENTENCES: dict[str, Sentence] = {
    "term_label_missing": "Name: enter a word or a few, like Home care",
    "term_label_too_long": "Name: enter {most} letters or fewer.",
    "term_label_taken": "Name: “{label}” is in the list already. Enter another name, or merge the two.",
    "term_place_outside": "Place in the list: enter a number from 1 to {most}.",
    "term_retired": "This word is retired. Offer it again first.",
    "term_not_retired": "This word is offered already.",
    "term_merged_into_itself": "Merge into: choose another word than this one.",
    "term_merged_elsewhere": "Merge into: choose a word of the same list that is offered.",
    "term_still_used": "This word cannot be merged yet: {count} {what} would keep it. Retire it instead.",
    "terms_too_many": "Names: a list has at most {most} words, retired ones too. Enter fewer.",
    "place_name_missing": "Enter the name of the place",
    "place_name_too_long": "Name of the place: enter {most} letters or fewer.",
    "place_name_taken": "Name of the place: “{label}” is in the list already. Enter another name.",
    "places_too_many": "You have {most} places. Remove some first.",
    "place_where_unknown": (
        "Where it is: we do not know “{where}”. Enter a postcode, a town or a village."
    ),
    "framework_name_missing": "Enter a name for the framework.",
    "framework_name_too_long": "Name: enter {most} letters or fewer.",
    "framework_source_too_long": "Where it comes from: enter {most} letters or fewer.",
    "framework_name_taken": "Name: there is a framework called {name} already. Enter another name.",
    "framework_of_the_law": "The law names these outcomes. Add a framework of your own.",
    "framework_ended": "This framework has an end already.",
    "framework_ends_first": "First day without it: enter a day after the first day of the framework.",
    "framework_last": (
        "First day without it: plans would have no outcomes to choose from. "
        "Add another framework that begins by this day, with its outcomes."
    ),
    "outcome_label_missing": "Enter a name for the outcome.",
    "outcome_label_too_long": "Name: enter {most} letters or fewer.",
    "outcome_search_for_too_long": "Words to find support with: enter {most} letters or fewer.",
    "outcome_label_taken": "Name: this framework has {label} already. Enter another name.",
    "outcome_part_of_missing": "Choose at least 1 outcome of the law that this is part of.",
}
