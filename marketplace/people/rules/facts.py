"""What is known of a person, how it changes, and how they ask for that."""

import re
from datetime import date

from marketplace.accounts.rules import Permission, Role, roles
from marketplace.core.errors import Problem, problem
from marketplace.core.labels import LabelledEnum

MAY_CORRECT_PEOPLE = Permission(
    "correct_people", "correct people's records", roles(Role.PRACTITIONER)
)
#: The shape of a postcode (BS 7666), however it was typed.
POSTCODE = re.compile(r"^[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}$")
#: Judgement: as much as somebody says on the phone about one mistake.
WORDS_LENGTH = 400
#: A week: a mistake in a phone number makes the next visit fail. Judgement; the law gives a month
#: (UK GDPR Art 12(3) with Art 16).
CORRECT_WITHIN_DAYS = 7
#: A need is looked at again once a year, with the review (Accessible Information Standard DAPB1605, 2025).
NEED_REVIEW_DAYS = 365


class NeedKind(LabelledEnum):
    """What helps somebody to read, hear, talk and reply (Accessible Information Standard DAPB1605)."""

    LARGE_PRINT = "large_print", "Large print"
    EASY_READ = "easy_read", "Easy read"
    BRAILLE = "braille", "Braille"
    AUDIO = "audio", "Audio"
    BY_EMAIL = "by_email", "Letters by email"
    BY_TEXT = "by_text", "Text messages, not calls"
    BY_PHONE = "by_phone", "Phone, not letters"
    TEXT_RELAY = "text_relay", "Text relay"
    BSL = "bsl", "British Sign Language interpreter"
    DEAFBLIND = "deafblind", "Deafblind manual interpreter"
    LIPSPEAKER = "lipspeaker", "Lipspeaker, or a clear view of the face"
    HEARING_LOOP = "hearing_loop", "Hearing loop"
    LANGUAGE = "language", "Interpreter of another language"
    MORE_TIME = "more_time", "More time to talk"
    AID = "aid", "Communication aid, like a word board"
    SOMEBODY = "somebody", "Somebody beside them who helps"
    OTHER = "other", "Something else"


class RecordPart(LabelledEnum):
    """What of a record can be corrected."""

    NAME = "name", "Name"
    DATE_OF_BIRTH = "date_of_birth", "Date of birth"
    ADDRESS = "address", "Address"
    HOME = "home", "Home"
    CONTACT = "contact_wish", "How to contact you"
    NEEDS = "needs", "What helps you read and talk"
    OTHER = "other", "Something else"


class CorrectionState(LabelledEnum):
    """Something that somebody asked to have put right."""

    ASKED = "asked", "Waiting for an answer"
    MADE = "made", "Corrected"
    KEPT = "kept", "Not changed"


CORRECTION_TRANSITIONS: dict[CorrectionState, frozenset[CorrectionState]] = {
    CorrectionState.ASKED: frozenset({CorrectionState.MADE, CorrectionState.KEPT}),
    CorrectionState.MADE: frozenset(),
    CorrectionState.KEPT: frozenset(),
}


def postcode_written(text: str) -> str:
    """A postcode in capitals with its space; empty where nothing was typed."""
    packed = "".join(text.split()).upper()
    return f"{packed[:-3]} {packed[-3:]}" if len(packed) > 3 else packed


def contact_problems(name: str, contact_wish: str) -> list[Problem]:
    """What a record must begin with: who, and how to reach them."""
    found = [] if name.strip() else [problem("person_without_name", "name")]
    if not contact_wish.strip():
        found.append(problem("person_without_contact", "contact_wish"))
    return found


def born_problems(born: date | None, today: date) -> list[Problem]:
    return [problem("person_born_ahead", "date_of_birth")] if born and born > today else []


def address_problems(
    lines: str, postcode: str, from_date: date, last: date | None
) -> list[Problem]:
    """What an address lacks. The first may begin on any day; a later one after the last began."""
    found = [] if lines.strip() else [problem("address_without_lines", "lines")]
    if postcode and not POSTCODE.match(postcode):
        found.append(problem("address_postcode_unlike", "postcode", postcode=postcode))
    if last and from_date <= last:
        found.append(problem("address_before_the_last", "from_date", day=last))
    return found


def need_problems(kind: NeedKind, detail: str) -> list[Problem]:
    """What is none of the kinds must be said in words."""
    return [problem("need_unsaid", "detail")] if kind == NeedKind.OTHER and not detail else []


def answer_problems(answer: str, state: CorrectionState) -> list[Problem]:
    """A request is never turned down without saying why."""
    if state == CorrectionState.KEPT and not answer.strip():
        return [problem("correction_without_answer", "answer")]
    return []
