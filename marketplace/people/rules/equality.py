"""What a council asks everybody, so that it can see whom its support reaches; each may be left open.

Sources: Equality Act 2010 ss. 4-12 (what nobody may be treated worse for) and s. 149 (the duty to look at
it); Adult Social Care Client Level Data, release 2 (gender, ethnicity); the groups are those of the
Government Statistical Service's harmonised standards and of the Census 2021 for England.
"""

from collections.abc import Mapping

from marketplace.accounts.rules import Permission, Role, roles
from marketplace.core.errors import Problem, problem
from marketplace.core.labels import LabelledEnum

MAY_ASK_EQUALITY = Permission(
    "ask_equality", "ask people equality questions", roles(Role.PRACTITIONER)
)
MAY_COUNT_EQUALITY = Permission(
    "count_equality", "read counts of equality answers", roles(Role.COMMISSIONER, Role.AUDITOR)
)
#: The answer that gives none, beside leaving a question open: asked, and not to be asked again.
PREFER_NOT = ("prefer_not", "Prefer not to say")


class EqualityQuestion(LabelledEnum):
    """What is asked."""

    GENDER = "gender", "Gender"
    SAME_GENDER = "same_gender", "Gender is the same as registered at birth"
    ETHNICITY = "ethnicity", "Ethnic group"
    RELIGION = "religion", "Religion or belief"
    ORIENTATION = "orientation", "Sexual orientation"
    LANGUAGE = "language", "First language"
    DISABILITY = "disability", "Disabled, or a health condition for 12 months or more"


#: Code and words of each answer. A code says which question it answers, so that one column holds all.
ANSWERS: dict[EqualityQuestion, tuple[tuple[str, str], ...]] = {
    EqualityQuestion.GENDER: (
        ("female", "Female"),
        ("male", "Male"),
        ("another_gender", "Another gender"),
    ),
    EqualityQuestion.SAME_GENDER: (
        ("gender_same", "Yes, the same"),
        ("gender_changed", "No, different"),
    ),
    EqualityQuestion.ETHNICITY: (
        ("white_british", "White: English, Welsh, Scottish, Northern Irish or British"),
        ("white_irish", "White: Irish"),
        ("white_traveller", "White: Gypsy or Irish Traveller"),
        ("white_roma", "White: Roma"),
        ("white_other", "White: another background"),
        ("mixed_caribbean", "Mixed: White and Black Caribbean"),
        ("mixed_african", "Mixed: White and Black African"),
        ("mixed_asian", "Mixed: White and Asian"),
        ("mixed_other", "Mixed: another background"),
        ("asian_indian", "Asian: Indian"),
        ("asian_pakistani", "Asian: Pakistani"),
        ("asian_bangladeshi", "Asian: Bangladeshi"),
        ("asian_chinese", "Asian: Chinese"),
        ("asian_other", "Asian: another background"),
        ("black_caribbean", "Black: Caribbean"),
        ("black_african", "Black: African"),
        ("black_other", "Black: another background"),
        ("arab", "Arab"),
        ("another_ethnicity", "Another ethnic group"),
    ),
    EqualityQuestion.RELIGION: (
        ("no_religion", "No religion"),
        ("buddhist", "Buddhist"),
        ("christian", "Christian"),
        ("hindu", "Hindu"),
        ("jewish", "Jewish"),
        ("muslim", "Muslim"),
        ("sikh", "Sikh"),
        ("another_religion", "Another religion or belief"),
    ),
    EqualityQuestion.ORIENTATION: (
        ("straight", "Straight or heterosexual"),
        ("gay", "Gay or lesbian"),
        ("bisexual", "Bisexual"),
        ("another_orientation", "Another orientation"),
    ),
    EqualityQuestion.LANGUAGE: (
        ("english", "English"),
        ("sign_language", "British Sign Language"),
        ("arabic", "Arabic"),
        ("bengali", "Bengali"),
        ("cantonese", "Cantonese"),
        ("gujarati", "Gujarati"),
        ("polish", "Polish"),
        ("portuguese", "Portuguese"),
        ("punjabi", "Punjabi"),
        ("romanian", "Romanian"),
        ("spanish", "Spanish"),
        ("urdu", "Urdu"),
        ("another_language", "Another language"),
    ),
    EqualityQuestion.DISABILITY: (
        ("limited_a_lot", "Yes, limited a lot in daily life"),
        ("limited_a_little", "Yes, limited a little in daily life"),
        ("not_limited", "Yes, not limited in daily life"),
        ("not_disabled", "No"),
    ),
}


def answers_to(question: EqualityQuestion) -> tuple[tuple[str, str], ...]:
    """Every answer that a question takes; leaving it open is none."""
    return (*ANSWERS[question], PREFER_NOT)


def answer_choices() -> list[tuple[str, str]]:
    """Every answer of every question, for the one column that holds them."""
    return [*(answer for answers in ANSWERS.values() for answer in answers), PREFER_NOT]


def equality_problems(answers: Mapping[EqualityQuestion, str]) -> list[Problem]:
    """Answers that belong to no such question; an empty one leaves it open."""
    return [
        problem("equality_answer_unknown", question.value, question=question.label)
        for question, answer in answers.items()
        if answer and answer not in dict(answers_to(question))
    ]
