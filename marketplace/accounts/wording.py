"""The sentence for each refusal."""

from marketplace.core.rooms import Sentence

SENTENCES: dict[str, Sentence] = {
    "role_held_already": "This account has the role “{role}” already",
    "role_not_held": "This account does not have the role “{role}”",
}
