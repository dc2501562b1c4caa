"""Turning a Problem into its sentence, which stands once, in the wording file of the room."""

from marketplace.core.errors import DomainError, Problem
from marketplace.core.rooms import Sentence, collected

SENTENCES: dict[str, Sentence] = {
    "transition_refused": "The state is “{from_state}” now, so this can no longer be done. Load the page again.",
    "moved_meanwhile": "Somebody else changed this after you opened it. Load the page again.",
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
