"""The sentence for each refusal."""

from marketplace.core.rooms import Sentence

SENTENCES: dict[str, Sentence] = {
    "page_review_not_ahead": "The day to check this page by must be in the future.",
    "pages_without_host": "{council} has no host name. Add one, then set up its pages.",
}
