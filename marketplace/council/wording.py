"""The sentence for each refusal."""

from marketplace.core.rooms import Sentence

SENTENCES: dict[str, Sentence] = {
    "figure_unknown": "There is no figure called {key}. `manage.py figures` lists them.",
    "figure_out_of_range": "{label}: enter a whole number from 0 to {most}.",
}
