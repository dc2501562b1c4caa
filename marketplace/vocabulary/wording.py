"""The sentence for each refusal."""

from marketplace.core.rooms import Sentence

SENTENCES: dict[str, Sentence] = {
    "framework_name_missing": "Enter a name for the framework.",
    "framework_name_taken": "Name: there is a framework called {name} already. Enter another name.",
    "framework_of_the_law": "The law names these outcomes. Add a framework of your own.",
    "framework_ended": "This framework has an end already.",
    "framework_ends_first": "First day without it: enter a day after the first day of the framework.",
    "framework_last": (
        "First day without it: plans would have no outcomes to choose from. "
        "Add another framework that begins by this day, with its outcomes."
    ),
    "outcome_label_missing": "Enter a name for the outcome.",
    "outcome_label_taken": "Name: this framework has {label} already. Enter another name.",
    "outcome_part_of_missing": "Choose at least 1 outcome of the law that this is part of.",
}
