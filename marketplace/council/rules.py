"""A council's own figures and school terms, and what it is to the world outside: addresses, sender, card processor."""

import re
from collections.abc import Mapping
from datetime import date

from marketplace.accounts.rules import Role, roles
from marketplace.core.errors import Problem, problem
from marketplace.core.labels import LabelledEnum
from marketplace.core.periods import Period
from marketplace.core.rooms import Figure, Permission

MAY_SEE_FIGURES = Permission(
    "see_figures", "see the council's figures", roles(Role.ADMINISTRATOR, Role.AUDITOR)
)
MAY_SET_FIGURES = Permission("set_figures", "set the council's figures", roles(Role.ADMINISTRATOR))


MAY_SET_OUTSIDE = Permission(
    "set_outside",
    "set the council's contact details, web address, sender of mail and card processor",
    roles(Role.ADMINISTRATOR),
)
LONGEST_TERM_NAME = 60
LONGEST_SOURCE = 200  # judgement: the name and the day of a decision, not its story
#: In days. Judgement: the longest term of a school runs about 17 weeks; longer is a slip in the year.
LONGEST_TERM = 180
LONGEST_ACCOUNT = 80  # the longest that a stored event's column holds
#: How many signing secrets count at once: the one in use, and the one before while it is changed.
SECRETS_AT_ONCE = 2


class ProcessorMode(LabelledEnum):
    """Whether the card processor's account moves money."""

    TEST = "test", "Test: no money moves"
    LIVE = "live", "Live"


#: Letters, digits and hyphens between dots (RFC 1123, 2.1), without scheme, port or path; or an address.
HOST = re.compile(
    r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
)


#: Digits that a phone number needs, at least. Judgement: a local number without its area code.
SHORTEST_PHONE = 6
PHONE = re.compile(r"[0-9+() -]{1,30}")
LONGEST_HOURS = 80


def contact_problems(phone: str, hours: str) -> list[Problem]:
    """Why a council cannot be reached so. People are told the hours after “phone us”."""
    found = []
    digits = sum(letter.isdigit() for letter in phone)
    if not PHONE.fullmatch(phone) or digits < SHORTEST_PHONE:
        found.append(problem("contact_phone_unlike", "help_phone"))
    if not 0 < len(hours.strip()) <= LONGEST_HOURS:
        found.append(problem("contact_hours_unlike", "help_hours", most=LONGEST_HOURS))
    return found


def host_problems(host: str, *, taken: bool) -> list[Problem]:
    """Why a council cannot be served at a host name. `taken`: some council is, already."""
    if not HOST.fullmatch(host):
        return [problem("host_unlike", host=host)]
    return [problem("host_taken", host=host)] if taken else []


def figure_problems(figure: Figure | None, key: str, value: int) -> list[Problem]:
    """Why a figure cannot be set so. `figure` is what a room declares under the key, if any."""
    if figure is None:
        return [problem("figure_unknown", "key", key=key)]
    if not figure.least <= value <= figure.most:
        bounds = {"least": figure.least, "most": figure.most}
        return [problem("figure_out_of_range", "value", label=figure.label, **bounds)]
    return []


def school_term_problems(
    name: str, start: date, until: date, others: Mapping[str, Period]
) -> list[Problem]:
    """Why a school term cannot be set so. `others` are the council's other terms by name."""
    if not 0 < len(name) <= LONGEST_TERM_NAME or name != name.strip():
        return [problem("school_term_name_unlike", "name", most=LONGEST_TERM_NAME)]
    if until <= start:
        return [problem("school_term_ends_first")]
    if (until - start).days > LONGEST_TERM:
        return [problem("school_term_too_long", most=LONGEST_TERM)]
    term = Period(start, until)
    return [
        problem("school_term_overlaps", other=other)
        for other, period in others.items()
        if period.overlaps(term)
    ]


def processor_problems(account: str, secret: str, kept: int) -> list[Problem]:
    """Why an account with the card processor cannot be set so. `kept` counts the secrets there are.

    The shapes are the processor's own: an account begins with acct_, a signing secret with whsec_.
    """
    found = []
    if not account.startswith("acct_") or len(account) > LONGEST_ACCOUNT:
        found.append(problem("processor_account_unlike", "account"))
    if secret and not secret.startswith("whsec_"):
        found.append(problem("processor_secret_unlike", "secret"))
    if not secret and not kept:
        found.append(problem("processor_secret_missing", "secret"))
    return found


def secrets_after(kept: list[str], new: str, *, only_newest: bool) -> list[str]:
    """The signing secrets that count from now on, newest first."""
    after = [new, *(one for one in kept if one != new)] if new else list(kept)
    return after[: 1 if only_newest else SECRETS_AT_ONCE]
