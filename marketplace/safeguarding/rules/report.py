"""What somebody says who raises a concern."""

from dataclasses import dataclass

from marketplace.core.labels import LabelledEnum

#: The most characters of each answer. Judgement: two pages for what happened, a paragraph for the rest.
LENGTHS = {"happened": 6_000, "about_whom": 600, "done_by": 600, "wanted": 1_500, "raiser": 600}
#: Of what an officer writes: a reason, a note.
WORDS_LENGTH = 6_000
PHONE_LENGTH = 30  # 15 digits (ITU-T E.164), spaces, brackets and an extension


class Danger(LabelledEnum):
    """Whether somebody is in danger at this moment."""

    YES = "yes", "Yes"
    NO = "no", "No"
    UNSURE = "unsure", "I do not know"


class AboutWhom(LabelledEnum):
    """Whether it is about an adult or a child: children's services are another team, under other law."""

    ADULT = "adult", "An adult, aged 18 or over"
    CHILD = "child", "A child, aged under 18"


class PersonKnows(LabelledEnum):
    """Whether the person knows of the concern and agrees, as whoever raises it says."""

    SELF = "self", "It is about me"
    AGREES = "agrees", "Yes, and they agree"
    DISAGREES = "disagrees", "Yes, but they do not agree"
    UNAWARE = "unaware", "No, they do not know"
    UNSURE = "unsure", "I do not know"


@dataclass(frozen=True)
class Report:
    """The answers. Everything but what happened, and whether it is about a child, may be left out."""

    happened: str
    about: AboutWhom
    danger: Danger = Danger.UNSURE
    about_whom: str = ""
    done_by: str = ""
    knows: PersonKnows = PersonKnows.UNSURE
    wanted: str = ""
    raiser: str = ""
