"""How long the words of a listing may be, and which there must be."""

from collections.abc import Mapping

from marketplace.core.errors import Problem, problem

#: Characters. Judgement: a heading of two lines on a telephone.
MOST_TITLE = 120
#: Characters. Judgement: what a card in the results shows without being cut.
MOST_SUMMARY = 300
#: Characters. Judgement: five pages of A4, and a public page that still loads on a bad line.
MOST_DESCRIPTION = 10_000
#: Characters. Judgement: a reason is a few sentences, read on a telephone.
MOST_REASON = 400
#: Characters of the readable part of an address.
MOST_SLUG = 80


def words_problems(words: Mapping[str, str]) -> list[Problem]:
    """Why title, summary and description cannot be so: a title or summary missing, or one too long."""
    return [
        *_missing("listing_title_missing", "title", words["title"]),
        *_too_long("listing_title_too_long", "title", words["title"], MOST_TITLE),
        *_missing("listing_summary_missing", "summary", words["summary"]),
        *_too_long("listing_summary_too_long", "summary", words["summary"], MOST_SUMMARY),
        *_too_long(
            "listing_description_too_long", "description", words["description"], MOST_DESCRIPTION
        ),
    ]


def reason_problems(reason: str) -> list[Problem]:
    """Why these words cannot be the reason for sending a listing back or taking it down."""
    return [
        *_missing("listing_reason_missing", "reason", reason),
        *_too_long("listing_reason_too_long", "reason", reason, MOST_REASON),
    ]


def _missing(code: str, field: str, text: str) -> list[Problem]:
    return [] if text else [problem(code, field)]


def _too_long(code: str, field: str, text: str, most: int) -> list[Problem]:
    if len(text) <= most:
        return []
    return [problem(code, field, length=len(text), most=most)]
