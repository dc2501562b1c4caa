"""The outcomes that plans are for: those that the law names, and a council's own."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from marketplace.accounts.rules import Role, roles
from marketplace.core.errors import Problem, problem
from marketplace.core.labels import LabelledEnum
from marketplace.core.rooms import Permission
from marketplace.vocabulary.rules.names import NAME_LENGTH, name_problems


class OutcomesFor(LabelledEnum):
    """Whose outcomes a framework names."""

    PERSON = "person", "People who draw on care and support"
    CARER = "carer", "Carers in their own right"


@dataclass(frozen=True)
class StatutoryOutcome:
    """An outcome that the law names; `search_for` is what a broker starts to look for support with."""

    code: str
    label: str
    search_for: str
    paragraph: str


@dataclass(frozen=True)
class StatutoryFramework:
    code: str
    name: str
    for_whom: OutcomesFor
    source: str
    outcomes: tuple[StatutoryOutcome, ...]


#: The regulations came into force with section 13(7) of the Care Act (their reg. 1).
LAW_SINCE = date(2015, 4, 1)
_REGULATIONS = "Care and Support (Eligibility Criteria) Regulations 2015 (SI 2015/313)"

#: An adult's needs are eligible where two or more of these cannot be achieved (reg. 2(1)(b)).
CARE_ACT_TEN = StatutoryFramework(
    "care-act",
    "Care Act outcomes",
    OutcomesFor.PERSON,
    f"{_REGULATIONS}, regulation 2(2)",
    (
        StatutoryOutcome("nutrition", "Eating and drinking", "meals", "2(2)(a)"),
        StatutoryOutcome("hygiene", "Keeping clean", "personal care", "2(2)(b)"),
        StatutoryOutcome("toilet", "Using the toilet", "personal care", "2(2)(c)"),
        StatutoryOutcome("clothing", "Getting dressed", "getting dressed", "2(2)(d)"),
        StatutoryOutcome("home_safely", "Being safe at home", "safety", "2(2)(e)"),
        StatutoryOutcome("habitable_home", "Looking after the home", "housework", "2(2)(f)"),
        StatutoryOutcome("relationships", "Family and friends", "company", "2(2)(g)"),
        StatutoryOutcome(
            "work", "Work, training, learning or volunteering", "activities", "2(2)(h)"
        ),
        StatutoryOutcome("community", "Getting out and about", "getting out", "2(2)(i)"),
        StatutoryOutcome("caring", "Caring for a child", "family", "2(2)(j)"),
    ),
)

#: A carer's needs are eligible where any of these cannot be achieved, or their health is at risk.
CARERS_EIGHT = StatutoryFramework(
    "carers",
    "Carers’ outcomes",
    OutcomesFor.CARER,
    f"{_REGULATIONS}, regulation 3(2)(b)",
    (
        StatutoryOutcome("child", "Caring for a child", "family", "3(2)(b)(i)"),
        StatutoryOutcome("others", "Caring for other people", "sitting service", "3(2)(b)(ii)"),
        StatutoryOutcome("home", "Looking after the home", "housework", "3(2)(b)(iii)"),
        StatutoryOutcome("nutrition", "Eating and drinking", "meals", "3(2)(b)(iv)"),
        StatutoryOutcome("relationships", "Family and friends", "company", "3(2)(b)(v)"),
        StatutoryOutcome(
            "work", "Work, training, learning or volunteering", "activities", "3(2)(b)(vi)"
        ),
        StatutoryOutcome("community", "Getting out and about", "getting out", "3(2)(b)(vii)"),
        StatutoryOutcome("recreation", "Hobbies and free time", "activities", "3(2)(b)(viii)"),
    ),
)
STATUTORY = (CARE_ACT_TEN, CARERS_EIGHT)
STATUTORY_CODES = frozenset(framework.code for framework in STATUTORY)


MAY_SET_OUTCOMES = Permission(
    "set_outcomes", "set the outcomes that plans are for", roles(Role.ADMINISTRATOR)
)
#: Characters. Judgement: the name of a document and where in it, not what it says.
SOURCE_LENGTH = 200


def framework_problems(name: str, source: str, others: Collection[str]) -> list[Problem]:
    """Why a council cannot have a framework of this name beside those; empty when it can."""
    found = name_problems(
        name,
        others,
        missing=problem("framework_name_missing", "name"),
        too_long=problem("framework_name_too_long", "name", most=NAME_LENGTH),
        taken=problem("framework_name_taken", "name", name=name),
    )
    if len(source) > SOURCE_LENGTH:
        found.append(problem("framework_source_too_long", "source", most=SOURCE_LENGTH))
    return found


def outcome_term_problems(
    label: str,
    search_for: str,
    others: Collection[str],
    part_of: Collection[int],
    *,
    statutory: bool,
) -> list[Problem]:
    """Why a framework cannot have this outcome beside those; `part_of` are outcomes of the law."""
    if statutory:
        return [problem("framework_of_the_law")]
    found = name_problems(
        label,
        others,
        missing=problem("outcome_label_missing", "label"),
        too_long=problem("outcome_label_too_long", "label", most=NAME_LENGTH),
        taken=problem("outcome_label_taken", "label", label=label),
    )
    if len(search_for) > NAME_LENGTH:
        found.append(problem("outcome_search_for_too_long", "search_for", most=NAME_LENGTH))
    if not part_of:
        found.append(problem("outcome_part_of_missing", "part_of"))
    return found


def framework_end_problems(
    from_date: date, until_date: date, *, ended: bool, others: bool
) -> list[Problem]:
    """Why a framework cannot end on a day; `others` says whether plans have another from then on."""
    if ended:
        return [problem("framework_ended")]
    if until_date <= from_date:
        return [problem("framework_ends_first", "until_date")]
    return [] if others else [problem("framework_last", "until_date")]
