"""The bounds of what a plan holds, each once: rules, columns and forms read them here.

All are judgement. Raising a length needs a migration; lowering one needs a look at what is stored.
"""

from decimal import Decimal

from marketplace.core.errors import Problem, problem
from marketplace.core.pence import MAX_PENCE

#: Characters of a title, a provider's name, who gives free help, and when: one line of a page.
LINE_LENGTH = 160
#: Characters of a fund's reference: another body's number for the case.
REFERENCE_LENGTH = 40
#: Characters of the reference on a payment. Source: ISO 20022, Max35Text, the longest that a statement
#: carries; Bacs and Faster Payments cut it at 18.
PAYMENT_REFERENCE_LENGTH = 35
#: Characters of the word that items share which one payment pays for.
BUNDLE_LENGTH = 40
#: Percent by which a payment may differ from the plan: the most that a council's own figure may be.
MOST_TOLERANCE_PERCENT = 100
#: Characters of what happens if free help stops.
FALLBACK_LENGTH = 200
#: Characters of an outcome in the person's words: a few sentences.
OUTCOME_LENGTH = 300
#: Characters of an answer to one of the seven questions: about a page.
ANSWER_LENGTH = 4000
#: Characters of a manager's reasons, and of what one question still needs.
REASONS_LENGTH = 2000
MISSING_LENGTH = 400

#: Units each time: decimals for a quarter of an hour; the column has a digit more than the most.
UNIT_DIGITS, UNIT_DECIMALS = 7, 2
_UNITS_BELOW = 10_000
LEAST_UNITS = Decimal(1).scaleb(-UNIT_DECIMALS)
MOST_UNITS = _UNITS_BELOW - LEAST_UNITS
#: Pence for one unit: the most units of it still are an amount that this system can hold.
MOST_PRICE_PENCE = MAX_PENCE // _UNITS_BELOW

#: How things are now, and the aim: from very bad to very good.
LEAST_SCORE, MOST_SCORE = 1, 5


def length_problems(field: str, text: str, most: int) -> list[Problem]:
    """Why this text is too long for its field, in characters; empty when it fits."""
    if len(text) <= most:
        return []
    return [problem("plan_text_too_long", field, most=most, over=len(text) - most)]
