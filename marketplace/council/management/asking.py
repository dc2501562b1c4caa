"""What `make_council` needs to know, from its options or asked for one by one."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from shlex import quote
from typing import Any

from marketplace.core.errors import Problem
from marketplace.core.wording import sentence_of
from marketplace.council.rules import (
    FIRST_ADMINISTRATORS,
    Administrator,
    CouncilAnswers,
    Taken,
    administrators_problems,
    answer_problems,
    hosts_problems,
)

Write = Callable[[str], None]


@dataclass(frozen=True)
class CouncilQuestion:
    """One answer of text: the field of `CouncilAnswers`, its option, how it is asked for, and how it is suggested."""

    field: str
    option: str
    label: str
    hint: str
    suggest: Callable[[dict[str, str]], str] = lambda answers: ""
    may_be_empty: bool = False


def _short_name(answers: dict[str, str]) -> str:
    """The name without the words that say what kind of council it is."""
    kind = r"(?i)\b(county|city|metropolitan|borough|london|royal|district|council|of|the)\b"
    return " ".join(re.sub(kind, " ", answers.get("name", "")).split())


def _slug(answers: dict[str, str]) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", answers.get("short_name", "").lower()))


QUESTIONS = (
    CouncilQuestion("name", "--name", "Name of the council", "like Fernshire County Council"),
    CouncilQuestion(
        "short_name", "--short-name", "Short name", "for headings and menus", _short_name
    ),
    CouncilQuestion("slug", "--slug", "Short word", "for commands; it stays for good", _slug),
    CouncilQuestion(
        "ons_code",
        "--ons-code",
        "ONS code",
        "like E10000000; may be left empty",
        may_be_empty=True,
    ),
    CouncilQuestion("help_phone", "--phone", "Phone", "for people to ask, like 01632 960 100"),
    CouncilQuestion("help_hours", "--hours", "Hours", "like 9am to 5pm, Monday to Friday"),
    CouncilQuestion(
        "email", "--email", "Email", "for people to write to, like care@fernshire.example"
    ),
)
HOSTS = "Host names (the main one first, with spaces between, like care.fernshire.example)"


def hosts_in(text: str) -> tuple[str, ...]:
    """The host names in what was typed, in small letters, however they are parted."""
    return tuple(re.split(r"[\s,]+", text.strip().lower())) if text.strip() else ()


def administrator_in(text: str) -> Administrator:
    """`Ada Wren <ada@fernshire.example>` as a name and an address; an address alone has no name."""
    name, found, email = text.rstrip(" >").rpartition("<")
    return Administrator(name.strip(), email.strip()) if found else Administrator("", text.strip())


def missing_options(given: dict[str, Any]) -> list[str]:
    """Which options are left out that cannot be."""
    asked = [(one.field, one.option) for one in QUESTIONS if not one.may_be_empty]
    asked += [("hosts", "--host"), ("administrators", "--administrator")]
    return [option for field, option in asked if not given.get(field)]


def answers_from(given: dict[str, Any]) -> CouncilAnswers:
    """What the options say of the council."""
    texts = {one.field: (given[one.field] or "").strip() for one in QUESTIONS}
    return CouncilAnswers(**texts, hosts=hosts_in(" ".join(given["hosts"] or ())))


def as_options(given: dict[str, Any]) -> str:
    """The answers so far as options, to be pasted after the command."""
    options = [(one.option, given[one.field]) for one in QUESTIONS]
    options += [("--host", host) for host in answers_from(given).hosts]
    options += [("--administrator", one) for one in given["administrators"] or ()]
    return " ".join(f"{option} {quote(answer)}" for option, answer in options if answer)


def ask_what_is_missing(given: dict[str, Any], taken: Taken, write: Write) -> None:
    """Ask for every answer that no option gave, or that cannot be, each until it can. Raises EOFError."""
    for one in QUESTIONS:
        given[one.field] = _answer_to(one, given, taken, write)
    hosts = " ".join(given["hosts"] or ())
    given["hosts"] = [
        _answer(HOSTS, hosts, "", lambda text: hosts_problems(hosts_in(text), taken), write)
    ]
    given["administrators"] = _administrators(given["administrators"], write)


def _answer_to(one: CouncilQuestion, given: dict[str, Any], taken: Taken, write: Write) -> str:
    def problems(text: str) -> list[Problem]:
        return answer_problems(one.field, text) or taken.problems(one.field, text)

    prompt = f"{one.label} ({one.hint})"
    return _answer(prompt, given[one.field], one.suggest(given), problems, write)


def _administrators(given: list[str] | None, write: Write) -> list[str]:
    """Two: those of the options, else asked for, together again when they are one."""
    if given is None:
        write(
            f"The first {FIRST_ADMINISTRATORS} administrators. They invite all others, and each"
            " confirms what the other gives."
        )
    while given is None or _says(
        administrators_problems([administrator_in(one) for one in given]), write
    ):
        given = [_ask_administrator(number) for number in range(1, FIRST_ADMINISTRATORS + 1)]
    return given


def _ask_administrator(number: int) -> str:
    name = input(f"Administrator {number}, first and last name: ")
    return f"{name.strip()} <{input(f'Administrator {number}, email: ').strip()}>"


def _answer(
    prompt: str,
    given: str | None,
    suggested: str,
    problems: Callable[[str], list[Problem]],
    write: Write,
) -> str:
    """What an option gave, where it can be so; else what is typed, as soon as that can."""
    ending = f" [{suggested}]: " if suggested else ": "
    text = given or None
    while text is None or _says(problems(text), write):
        text = input(f"{prompt}{ending}").strip() or suggested
    return text


def _says(problems: list[Problem], write: Write) -> bool:
    """Whether anything is wrong; what it is was written then."""
    for one in problems:
        write(f"  {sentence_of(one)}")
    return bool(problems)
