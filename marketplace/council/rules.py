"""A council's own figures and school terms, and what it is to the world outside: addresses, sender, card processor."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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


def host_problems(host: str, *, taken: bool) -> list[Problem]:
    """Why a council cannot be served at a host name. `taken`: some council is, already."""
    if not HOST.fullmatch(host):
        return [problem("host_unlike", host=host)]
    return [problem("host_taken", host=host)] if taken else []


# The most characters of what a council says of itself, as its columns hold them.
SLUG_LENGTH, NAME_LENGTH, SHORT_NAME_LENGTH = 50, 120, 60
PHONE_LENGTH, HOURS_LENGTH, EMAIL_LENGTH = 30, 80, 254
PERSON_NAME_LENGTH = 120
#: Digits that a phone number needs, at least. Judgement: a local number without its area code.
SHORTEST_PHONE = 6
#: Each of them must see what the other does with roles, and stand in for the other.
FIRST_ADMINISTRATORS = 2
_PHONE = rf"(?=([^0-9]*[0-9]){{{SHORTEST_PHONE}}})[0-9+() -]{{1,{PHONE_LENGTH}}}"
_EMAIL = r"[^@\s<>]+@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}"
#: How each answer must look, and the refusal of another. An ONS code is of a body with social care
#: duties: a unitary authority, metropolitan district, London borough or county of England.
SHAPES: Mapping[str, tuple[str, str]] = {
    "slug": (rf"(?=.{{2,{SLUG_LENGTH}}}$)[a-z][a-z0-9]*(-[a-z0-9]+)*", "council_slug_unlike"),
    "name": (rf"\S.{{0,{NAME_LENGTH - 1}}}", "council_name_unlike"),
    "short_name": (rf"\S.{{0,{SHORT_NAME_LENGTH - 1}}}", "council_short_name_unlike"),
    "ons_code": (r"(E(06|08|09|10)\d{6})?", "council_ons_code_unlike"),
}
#: The same for how people reach a council, when it is made and ever after.
CONTACT_SHAPES: Mapping[str, tuple[str, str]] = {
    "help_phone": (_PHONE, "council_phone_unlike"),
    "help_hours": (rf"\S.{{0,{HOURS_LENGTH - 1}}}", "council_hours_unlike"),
    "email": (rf"(?i)(?=.{{6,{EMAIL_LENGTH}}}$){_EMAIL}", "council_email_unlike"),
}


@dataclass(frozen=True)
class CouncilAnswers:
    """What a council says of itself, and the host names at which it is served, the main one first."""

    slug: str
    name: str
    short_name: str
    help_phone: str
    help_hours: str
    email: str
    hosts: tuple[str, ...]
    ons_code: str = ""


@dataclass(frozen=True)
class Administrator:
    """One of the first who run a council: their name, and the address that their link is for."""

    name: str
    email: str

    @property
    def mailbox(self) -> str:
        """The same for every way of writing one mailbox: case and what follows a plus count for nothing."""
        user, _, domain = self.email.lower().partition("@")
        return f"{user.partition('+')[0]}@{domain}"


@dataclass(frozen=True)
class Taken:
    """What councils have already: their slugs, host names and ONS codes."""

    slugs: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()
    ons_codes: frozenset[str] = frozenset()

    def problems(self, field: str, answer: str) -> list[Problem]:
        """Why an answer cannot be a new council's, because another has it."""
        if field == "slug" and answer in self.slugs:
            return [problem("council_there_already", field, slug=answer)]
        if field == "ons_code" and answer in self.ons_codes:
            return [problem("council_ons_code_taken", field, answer=answer)]
        return []


def answer_problems(field: str, answer: str) -> list[Problem]:
    """Why one answer about a council cannot be so, by its own look."""
    shape, refusal = {**SHAPES, **CONTACT_SHAPES}[field]
    return [] if re.fullmatch(shape, answer) else [problem(refusal, field, answer=answer)]


def contact_problems(phone: str, hours: str, email: str) -> list[Problem]:
    """Why a council cannot be reached so. People are told the hours after “phone us”."""
    answers = {"help_phone": phone, "help_hours": hours, "email": email}
    return [one for field, answer in answers.items() for one in answer_problems(field, answer)]


def hosts_problems(hosts: Sequence[str], taken: Taken) -> list[Problem]:
    """Why a new council cannot be served at these host names."""
    if not hosts:
        return [problem("council_without_host", "hosts")]
    twice = sorted({host for host in hosts if hosts.count(host) > 1})
    found = [problem("council_host_twice", "hosts", host=host) for host in twice]
    for host in dict.fromkeys(hosts):
        found += host_problems(host, taken=host in taken.hosts)
    return found


def administrator_problems(one: Administrator) -> list[Problem]:
    """Why nobody can be invited so: it is not a name and an email address."""
    if 0 < len(one.name) <= PERSON_NAME_LENGTH and not answer_problems("email", one.email):
        return []
    return [
        problem("council_administrator_unlike", "administrators", name=one.name, email=one.email)
    ]


def administrators_problems(people: Sequence[Administrator]) -> list[Problem]:
    """Why these cannot be a council's first administrators: two people, each with a mailbox of their own."""
    if len(people) != FIRST_ADMINISTRATORS:
        return [problem("council_administrators_number", "administrators", number=len(people))]
    found = [wrong for one in people for wrong in administrator_problems(one)]
    if len({one.mailbox for one in people}) < len(people):
        found.append(problem("council_administrators_one_mailbox", "administrators"))
    elif len({one.name.casefold() for one in people}) < len(people):
        found.append(problem("council_administrators_one_name", "administrators"))
    return found


def council_problems(answers: CouncilAnswers, taken: Taken) -> list[Problem]:
    """Why a new council cannot be so, in the order in which it is asked."""
    if there := taken.problems("slug", answers.slug):
        return there
    found = [one for field in SHAPES for one in answer_problems(field, getattr(answers, field))]
    found += contact_problems(answers.help_phone, answers.help_hours, answers.email)
    found += taken.problems("ons_code", answers.ons_code)
    return [*found, *hosts_problems(answers.hosts, taken)]


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
