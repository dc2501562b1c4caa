"""Turning a Problem into its sentence, which stands once, in the wording file of the room."""

from collections.abc import Mapping
from typing import Any

from marketplace.core.errors import DomainError, Problem
from marketplace.core.rooms import Sentence, collected
from marketplace.core.words import last_day_words, spoken_date


def _terms_unknown(facts: Mapping[str, Any]) -> str:
    until = f" to {last_day_words(facts['until'])}" if facts["until"] else ""
    return (
        f"No school terms are set from {spoken_date(facts['start'])}{until}. Until they are,"
        " support in term time is counted in every week and support in school holidays in none."
    )


def _which(facts: Mapping[str, Any]) -> str:
    return f"Time {facts['number']}" if "number" in facts else "This time"


def _of_time(asked: str, about: str = "") -> Sentence:
    """What to do about one of several times; where its number is left out, only one is asked for."""

    def written(facts: Mapping[str, Any]) -> str:
        words = asked.format(**facts)
        if "number" in facts:
            return f"{_which(facts)}{f', {about}' if about else ''}: {words}"
        said = f"{about}: {words}" if about else words
        return f"{said[0].upper()}{said[1:]}"

    return written


SENTENCES: dict[str, Sentence] = {
    "transition_refused": "The state is “{from_state}” now, so this can no longer be done. Load the page again.",
    "moved_meanwhile": "Somebody else changed this after you opened it. Load the page again.",
    "changed_meanwhile": (
        "Somebody changed this after you opened the page. We kept what you entered."
        " Check your answers, then save again."
    ),
    "times_too_many": "Times: enter {most} or fewer.",
    "time_day_unclear": _of_time("choose a day of the week, or enter a date, and not both."),
    "time_minutes_out_of_range": _of_time("enter {least} to {most} minutes.", "length"),
    "time_workers_out_of_range": _of_time("enter a number from 1 to {most}.", "people at once"),
    "time_start_unlike": _of_time("enter hours and minutes, like 8.30am.", "start"),
    "time_date_repeats": _of_time(
        "a single date does not come again. Choose a day of the week for what does."
    ),
    "time_weeks_out_of_range": _of_time("enter a number from 1 to {most}.", "every how many weeks"),
    "time_first_week_missing": _of_time("enter the Monday of the first week in which it comes."),
    "time_first_week_needless": _of_time("it comes every week. Leave its first week empty."),
    "time_first_week_not_monday": _of_time("enter a Monday.", "first week"),
    "time_id_twice": "Time {number} was sent twice. Load the page again.",
    "time_twice": lambda facts: (
        f"{_which(facts)} is in the list twice. Remove one, or change how many people come at once."
    ),
    "school_terms_unknown": _terms_unknown,
    "body_too_slow": "We stopped waiting, because what you sent came too slowly. Go back and send it again.",
    "server_busy": "This site is busy. Wait a minute, then load the page again.",
    "connections_do_not_fit": (
        "{sum} database connections are more than HANDRAIL_DB_CONNECTIONS allows ({allowed})."
        " Set fewer HANDRAIL_PROCESSES or HANDRAIL_THREADS, or give this machine more connections."
    ),
    "database_allows_fewer": (
        "HANDRAIL_DB_CONNECTIONS is {allowed}, but the database lets us have {real} connections."
        " Set it to that or less, or raise max_connections of the database."
    ),
}


def sentence_of(problem: Problem) -> str:
    """The sentence of a refusal. Raises KeyError when no room words its code."""
    written = collected().sentences[problem.code]
    return written(problem.facts) if callable(written) else written.format(**problem.facts)


def sentences_of(error: DomainError) -> list[str]:
    """One sentence for each Problem of a refusal."""
    return [sentence_of(problem) for problem in error.problems]


def one_text(error: DomainError) -> str:
    """All sentences of a refusal, for a message or the end of a command."""
    return " ".join(sentences_of(error))
