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
    "council_there_already": "There is a council {slug} already.",
    "council_made_meanwhile": "Somebody else made a council at this moment, with this short word or host name. Run the command again: it says what is taken.",
    "council_slug_unlike": "Short word: “{answer}” is none. Enter 2 to 50 small letters, numbers and hyphens, like fernshire",
    "council_name_unlike": "Name: enter 1 to 120 letters, like Fernshire County Council",
    "council_short_name_unlike": "Short name: enter 1 to 60 letters, like Fernshire",
    "council_ons_code_unlike": "ONS code: “{answer}” is none of a council with social care duties in England. Enter E06, E08, E09 or E10 and 6 numbers, like E10000000, or leave it empty",
    "council_ons_code_taken": "ONS code: another council here has {answer}. Enter your own.",
    "council_phone_unlike": "Phone: enter a phone number, like 01632 960 100. “{answer}” is not a phone number.",
    "council_hours_unlike": "Hours: enter when people can phone, like weekdays 8am to 6pm, in 80 letters or fewer.",
    "council_email_unlike": "Email: “{answer}” is not an email address. Enter one, like care@fernshire.example",
    "council_without_host": "Host names: enter at least one, like care.fernshire.example",
    "council_host_twice": "Host names: {host} is entered twice. Enter it once.",
    "council_administrators_number": "Administrators: enter 2 people, not {number}. Each sees what the other does, and can act when the other is away.",
    "council_administrator_unlike": "Administrators: “{name} <{email}>” is not a name and an email address. Enter both, like Ada Wren <ada.wren@fernshire.example>",
    "council_has_administrators": "This council has {number} administrators. Ask one of them to invite another, and a second one to confirm it.",
    "council_administrators_one_mailbox": "Administrators: both have the same email address. Enter 2 different people, each with their own.",
    "council_administrators_one_name": "Administrators: both have the same name. Enter 2 different people.",
    "figure_unknown": "There is no figure called {key}. `manage.py figures` lists them.",
    "school_term_name_unlike": "Name: enter 1 to {most} letters, like Autumn 2026, with no space before or after.",
    "school_term_ends_first": "Until: enter a day after the first one. It is the first day of the holiday.",
    "school_term_too_long": "Until: enter a day at most {most} days after the first one.",
    "school_term_overlaps": "From and until: {other} has some of these days. Enter others, or remove it first.",
    "school_term_unknown": "There is no school term called {name}. `manage.py school_terms` lists them.",
    "host_not_own": "Main web address: {host} is not one of this council’s. Choose one of the list.",
    "host_in_use": "You use {host} now. Sign in at another address of this council to remove it.",
    "host_unlike": "“{host}” is not a host name. Enter it alone, like care.fernshire.example",
    "host_taken": "A council is served at {host} already.",
    "host_last": "{host} is the only host name of this council. Add another one first.",
    "processor_account_unlike": "Account: enter the card processor’s own name for it, which begins with acct_",
    "processor_account_taken": "Account: another council has this one. Enter your own.",
    "processor_secret_unlike": "New signing secret: copy it whole from the card processor. It begins with whsec_",
    "processor_secret_missing": "New signing secret: enter the one that the card processor shows for this address.",
    "figure_out_of_range": "{label}: enter a whole number from {least} to {most}.",
}
