"""Which answers of a refused form are kept, and for how long."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

#: A day: time to sleep over it and to find somebody with the password, and no store of old drafts.
KEPT_FOR = timedelta(days=1)
#: For one user: as many pages as somebody has open at a desk. The oldest gives way.
MOST_KEPT = 10
#: Characters of one form: some 20 pages of typed text. A longer one goes back in its page only.
MOST_CHARACTERS = 60_000
#: The hidden field in which a form sent again says which kept answers it brings.
KEPT_FIELD = "kept_answers"
#: The part of an address that says which drawn page it is of (`drawn_pages`): of this browser only.
DRAWN = "drawn"
CSRF_FIELD = "csrfmiddlewaretoken"
#: Words in a field's name that no store may hold, in any form of ours or of another package.
SECRET_WORDS = frozenset({"code", "csrf", "otp", "passcode", "pin", "secret", "token"})
#: One field each, however many an attacker sends.
MOST_FIELDS = 400

Answers = list[tuple[str, list[str]]]


def is_secret(name: str) -> bool:
    """Whether a field's name says that it holds a password, a code or a token."""
    words = re.split(r"[^a-z]+", name.lower())
    return (
        name in (CSRF_FIELD, KEPT_FIELD)
        or "password" in name.lower()
        or bool(SECRET_WORDS & {*words})
    )


def answers_of(posted: Mapping[str, Sequence[str]]) -> Answers:
    """What was typed and chosen, by field, without secrets and without what is empty."""
    kept = [(name, list(values)) for name, values in posted.items() if not is_secret(name)]
    return [(name, values) for name, values in kept if any(value for value in values)]


def fits(answers: Answers) -> bool:
    """Whether a form is small enough to be kept."""
    size = sum(len(name) + sum(map(len, values)) for name, values in answers)
    return len(answers) <= MOST_FIELDS and size <= MOST_CHARACTERS


def spelled(name: str) -> str:
    """A field's name as words, for want of a label: `offer-0-price_pence` is "Offer 1 price pence"."""
    words = [str(int(w) + 1) if w.isdigit() else w for w in re.split(r"[-_]+", name) if w]
    return " ".join(words).capitalize()


def typed_something(answers: Answers, hidden: Iterable[str] = ()) -> bool:
    """Whether there is anything to lose: a button alone (`do`) is pressed again as easily."""
    return any(name not in {"do", "next", *hidden} for name, _ in answers)


def purpose_of(author_id: int) -> str:
    """For whom answers are sealed: moved into another user's row they open for nobody."""
    return f"kept answers of user {author_id}"
