from datetime import date

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
        problem("changed_meanwhile"),
        "Somebody changed this after you opened the page. We kept what you entered."
        " Check your answers, then save again.",
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
    (problem("times_too_many", most=168), "Times: enter 168 or fewer."),
    (
        problem("time_day_unclear", number=2),
        "Time 2: choose a day of the week, or enter a date, and not both.",
    ),
    (
        problem("time_minutes_out_of_range", number=2, least=5, most=1440),
        "Time 2, length: enter 5 to 1440 minutes.",
    ),
    (
        problem("time_workers_out_of_range", number=2, most=6),
        "Time 2, people at once: enter a number from 1 to 6.",
    ),
    (
        problem("time_start_unlike", number=2),
        "Time 2, start: enter hours and minutes, like 8.30am.",
    ),
    (
        problem("time_date_repeats", number=2),
        "Time 2: a single date does not come again. Choose a day of the week for what does.",
    ),
    (
        problem("time_weeks_out_of_range", number=2, most=52),
        "Time 2, every how many weeks: enter a number from 1 to 52.",
    ),
    (
        problem("time_first_week_missing", number=2),
        "Time 2: enter the Monday of the first week in which it comes.",
    ),
    (
        problem("time_first_week_needless", number=2),
        "Time 2: it comes every week. Leave its first week empty.",
    ),
    (problem("time_first_week_not_monday", number=2), "Time 2, first week: enter a Monday."),
    (problem("time_id_twice", number=2), "Time 2 was sent twice. Load the page again."),
    (
        problem("time_twice", number=2),
        "Time 2 is in the list twice. Remove one, or change how many people come at once.",
    ),
    (
        problem("school_terms_unknown", start=date(2026, 12, 19), until=date(2027, 4, 1)),
        "No school terms are set from 19 December 2026 to 31 March 2027. Until they are, support in"
        " term time is counted in every week and support in school holidays in none.",
    ),
]


@pytest.mark.parametrize(("refusal", "sentence"), SAID)
def test_sentence_when_refused_says_what_to_do(refusal, sentence):
    assert sentence_of(refusal) == sentence


@pytest.mark.parametrize(
    ("refusal", "sentence"),
    [
        (
            problem("time_minutes_out_of_range", least=5, most=1440),
            "Length: enter 5 to 1440 minutes.",
        ),
        (
            problem("time_first_week_missing"),
            "Enter the Monday of the first week in which it comes.",
        ),
        (
            problem("time_twice"),
            "This time is in the list twice. Remove one, or change how many people come at once.",
        ),
    ],
)
def test_sentence_of_a_time_without_its_number_is_about_the_one_that_is_asked_for(
    refusal, sentence
):
    assert sentence_of(refusal) == sentence


def test_sentences_when_a_code_is_raised_have_one_and_no_other():
    assert codes_raised("marketplace/core") == set(SENTENCES) == {p.code for p, _ in SAID}


def test_one_text_when_several_are_refused_says_each():
    refusal = DomainError(*(refused for refused, _ in SAID))
    assert one_text(refusal) == " ".join(sentence for _, sentence in SAID)


def test_sentence_when_no_room_words_the_code_fails():
    with pytest.raises(KeyError):
        sentence_of(problem("never_worded"))
