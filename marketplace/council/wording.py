"""The sentence for each refusal, and how a figure is said."""

from marketplace.core.pence import format_pounds
from marketplace.core.rooms import Figure, Sentence


def figure_words(figure: Figure, value: int) -> str:
    """A figure's value as somebody reads it: "14 days", "£20.00", "2%", "In proportion"."""
    if value in figure.options:
        return figure.options[value]
    if figure.unit == "pence":
        return format_pounds(value)
    if figure.unit == "percent":
        return f"{value}%"
    if figure.unit == "count":
        return f"{value:,}"
    return f"{value:,} {figure.unit.removesuffix('s') if value == 1 else figure.unit}"


SENTENCES: dict[str, Sentence] = {
    "figure_unknown": "There is no figure called {key}. `manage.py figures` lists them.",
    "school_term_name_unlike": "Name: enter 1 to {most} letters, like Autumn 2026, with no space before or after.",
    "school_term_ends_first": "Until: enter a day after the first one. It is the first day of the holiday.",
    "school_term_too_long": "Until: enter a day at most {most} days after the first one.",
    "school_term_overlaps": "From and until: {other} has some of these days. Enter others, or remove it first.",
    "school_term_unknown": "There is no school term called {name}. `manage.py school_terms` lists them.",
    "host_not_own": "Main web address: {host} is not one of this council’s. Choose one of the list.",
    "host_in_use": "You use {host} now. Sign in at another address of this council to remove it.",
    "contact_phone_unlike": "Phone: enter a phone number, like 01632 960 100",
    "contact_hours_unlike": "Hours: enter when people can phone, like weekdays 8am to 6pm, in {most} letters or fewer.",
    "host_unlike": "“{host}” is not a host name. Enter it alone, like care.fernshire.example",
    "host_taken": "A council is served at {host} already.",
    "host_last": "{host} is the only host name of this council. Add another one first.",
    "processor_account_unlike": "Account: enter the card processor’s own name for it, which begins with acct_",
    "processor_account_taken": "Account: another council has this one. Enter your own.",
    "processor_secret_unlike": "New signing secret: copy it whole from the card processor. It begins with whsec_",
    "processor_secret_missing": "New signing secret: enter the one that the card processor shows for this address.",
    "figure_out_of_range": "{label}: enter a whole number from {least} to {most}.",
}
