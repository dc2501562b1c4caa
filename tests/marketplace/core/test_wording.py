import pytest

from marketplace.core.errors import DomainError, problem
from marketplace.core.wording import SENTENCES, one_text, sentence_of
from tests.refusals import codes_raised

SAID = [
    (
        problem("transition_refused", from_state="done", to="open"),
        "The state is “done” now, so this can no longer be done. Load the page again.",
    ),
    (
        problem("moved_meanwhile", to="open"),
        "Somebody else changed this after you opened it. Load the page again.",
    ),
    (
        problem("body_too_slow"),
        "We stopped waiting, because what you sent came too slowly. Go back and send it again.",
    ),
    (
        problem("server_busy"),
        "This site is busy. Wait a minute, then load the page again.",
    ),
    (
        problem(
            "connections_do_not_fit", sum="1 processes × 9 threads + 0 workers × 4 = 9", allowed=8
        ),
        "1 processes × 9 threads + 0 workers × 4 = 9 database connections are more than HANDRAIL_DB_CONNECTIONS"
        " allows (8). Set fewer HANDRAIL_PROCESSES or HANDRAIL_THREADS, or give this machine more connections.",
    ),
    (
        problem("database_allows_fewer", allowed=40, real=17),
        "HANDRAIL_DB_CONNECTIONS is 40, but the database lets us have 17 connections."
        " Set it to that or less, or raise max_connections of the database.",
    ),
]


@pytest.mark.parametrize(("refusal", "sentence"), SAID)
def test_sentence_when_refused_says_what_to_do(refusal, sentence):
    assert sentence_of(refusal) == sentence


def test_sentences_when_a_code_is_raised_have_one_and_no_other():
    assert codes_raised("marketplace/core") == set(SENTENCES) == {p.code for p, _ in SAID}


def test_one_text_when_several_are_refused_says_each():
    refusal = DomainError(*(refused for refused, _ in SAID))
    assert one_text(refusal) == " ".join(sentence for _, sentence in SAID)


def test_sentence_when_no_room_words_the_code_fails():
    with pytest.raises(KeyError):
        sentence_of(problem("never_worded"))
