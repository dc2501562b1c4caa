"""The sentence for each refusal."""

from marketplace.core.rooms import Sentence

SENTENCES: dict[str, Sentence] = {
    "figure_unknown": "There is no figure called {key}. `manage.py figures` lists them.",
    "host_not_own": "Main web address: {host} is not one of this council’s. Choose one of the list.",
    "processor_account_unlike": "Account: enter the card processor’s own name for it, which begins with acct_",
    "processor_account_taken": "Account: another council has this one. Enter your own.",
    "processor_secret_unlike": "New signing secret: copy it whole from the card processor. It begins with whsec_",
    "processor_secret_missing": "New signing secret: enter the one that the card processor shows for this address.",
    "figure_out_of_range": "{label}: enter a whole number from 0 to {most}.",
}
