"""The sentence for each refusal."""

from marketplace.core.rooms import Sentence

SENTENCES: dict[str, Sentence] = {
    "task_begun": "The council has begun to read this, so you cannot call it back. Phone the council to change it.",
    "task_done_already": "Somebody has finished this task already.",
}
