from marketplace.core.errors import problem
from marketplace.core.wording import sentence_of
from marketplace.tasks.wording import SENTENCES
from tests.refusals import codes_raised


def test_sentences_when_a_code_is_raised_have_one_and_no_other():
    assert sentence_of(problem("task_done_already")) == "Somebody has finished this task already."
    assert sentence_of(problem("task_begun")) == (
        "The council has begun to read this, so you cannot call it back. Phone the council to change it."
    )
    assert (
        codes_raised("marketplace/tasks") == set(SENTENCES) == {"task_done_already", "task_begun"}
    )
