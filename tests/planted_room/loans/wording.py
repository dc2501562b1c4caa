"""The sentence for each refusal."""

from marketplace.core.rooms import Sentence

SENTENCES: dict[str, Sentence] = {
    "loan_of_nothing": "Say what is lent.",
    "loan_too_long": "Lend for 1 to 365 days, not {days}.",
}
