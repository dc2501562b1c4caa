"""How a council's figures, terms and addresses are set."""

from datetime import timedelta
from typing import Any

from marketplace.accounts.samples import Side
from marketplace.core.rooms import Samples
from marketplace.council.rules import Administrator, CouncilAnswers, ProcessorMode


def _figure(side: Side) -> dict[str, Any]:
    return {
        "authority": side.council,
        "key": "any",
        "value": 1,
        "from_date": side.began.date(),
        "source": "The council",
    }


def _school_term(side: Side) -> dict[str, Any]:
    began = side.began.date()
    until = began + timedelta(days=60)
    return {**_named_term(side), "from_date": began, "until_date": until}


def _named_term(side: Side) -> dict[str, Any]:
    return {"authority": side.council, "name": "any"}


def _addresses(side: Side) -> dict[str, Any]:
    return {"authority": side.council, "main_host": "any", "mail_from": ""}


def _processor(side: Side) -> dict[str, Any]:
    return {"authority": side.council, "account": "acct_any", "mode": ProcessorMode.TEST}


def _host(side: Side) -> dict[str, Any]:
    return {"authority": side.council, "host": "any.example"}


def _answers(side: Side) -> dict[str, Any]:
    answers = CouncilAnswers(
        slug="another",
        name="Another Council",
        short_name="Another",
        help_phone="01632 960 100",
        help_hours="always",
        email="care@another.example",
        hosts=("care.another.example",),
    )
    return {"answers": answers}


def _contact(side: Side) -> dict[str, Any]:
    council = side.council
    hours, email = council.help_hours, council.email
    phone = council.help_phone
    return {"authority": council, "help_phone": phone, "help_hours": hours, "email": email}


CALLS = {
    "set_contact": _contact,
    "add_host": _host,
    "remove_host": _host,
    "set_figure": _figure,
    "set_school_term": _school_term,
    "remove_school_term": _named_term,
    "set_addresses": _addresses,
    "set_card_processor": _processor,
}
MAKING = {
    "start_council": _answers,
    "invite_missing": lambda side: {
        "authority": side.council,
        "administrator": Administrator("Ada Wren", "ada@another.example"),
    },
    "make_council": lambda side: {**_answers(side), "administrators": []},
}
SAMPLES = Samples(
    addresses={"council:figure": lambda side: {"key": "keep_account"}},
    without_object=frozenset({"council:figure"}),
    calls={**CALLS, **MAKING},
    for_council=frozenset(CALLS),
)
