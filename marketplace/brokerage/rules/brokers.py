"""Who plans with a person, and who chose them."""

from dataclasses import dataclass
from datetime import date

from marketplace.brokerage.rules.kinds import WhoChose
from marketplace.brokerage.rules.limits import LINE_LENGTH, length_problems
from marketplace.core.errors import Problem, problem


@dataclass(frozen=True, slots=True)
class BrokerChoice:
    """Who chose a broker; of the person's own choice, who said so and when."""

    chosen: WhoChose = WhoChose.COUNCIL
    said_by: str = ""
    said_date: date | None = None


def broker_choice_problems(choice: BrokerChoice, today: date) -> list[Problem]:
    """Why a choice cannot be recorded so: the person's own needs who said it, and when."""
    if choice.chosen is WhoChose.COUNCIL:
        return []
    found = length_problems("said_by", choice.said_by, LINE_LENGTH)
    if not choice.said_by.strip():
        found.append(problem("broker_choice_by_nobody", "said_by"))
    if choice.said_date is None:
        found.append(problem("broker_choice_without_day", "said_date"))
    elif choice.said_date > today:
        found.append(problem("broker_choice_in_future", "said_date"))
    return found
