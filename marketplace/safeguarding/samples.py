"""Concerns about the person, one in each state, that name them only in words of their own."""

from typing import Any

from marketplace.accounts.rules import Role
from marketplace.accounts.samples import Side
from marketplace.core.rooms import Samples
from marketplace.people.models import Person
from marketplace.safeguarding.actions.linking import link_person
from marketplace.safeguarding.actions.phones import set_concern_phones
from marketplace.safeguarding.actions.raising import raise_concern
from marketplace.safeguarding.actions.working import (
    close_concern,
    decide_concern,
    note_concern,
    pass_on_concern,
    triage_concern,
)
from marketplace.safeguarding.models import SafeguardingConcern
from marketplace.safeguarding.rules import (
    AboutWhom,
    AbuseKind,
    ConcernState,
    Danger,
    NoteKind,
    OutcomeMet,
    Report,
    RiskAfter,
    RiskLevel,
    SectionTest,
)

TRIAGED: dict[str, Any] = {
    "kinds": [AbuseKind.NEGLECT],
    "risk": RiskLevel.MEDIUM,
    "words": "Phoned the neighbour.",
}
DECIDED: dict[str, Any] = {
    "decision": ConcernState.SECTION_42,
    "tests": list(SectionTest),
    "words": "All 3 tests are met.",
}
CLOSED: dict[str, Any] = {
    "outcome_met": OutcomeMet.PARTLY,
    "risk_after": RiskAfter.REDUCED,
    "words": "Visits are on time again.",
    "not_told": "She asked not to be phoned.",
}
PHONES = {
    "adults": "01632 960 111",
    "adults_hours": "weekdays 9am to 5pm",
    "children": "01632 960 222",
    "children_hours": "at any time",
}


def make(side: Side) -> None:
    officer = side.viewer(Role.SAFEGUARDING, days=40)
    set_concern_phones(by=officer, authority=side.council, **PHONES)
    for name in ("raised", "triaged", "decided", "closed", "passed_on"):
        side.rows[f"{name}_concern"] = _raise(side, name)
    for name in ("triaged", "decided", "closed"):
        triage_concern(by=officer, concern_id=_pk(side, name), **TRIAGED)
    for name in ("decided", "closed"):
        decide_concern(by=officer, concern_id=_pk(side, name), **DECIDED)
    words = "Asked the care home for its rota."
    decided = _pk(side, "decided")
    note_concern(by=officer, concern_id=decided, kind=NoteKind.NOTE, words=words)
    close_concern(by=officer, concern_id=_pk(side, "closed"), **CLOSED)
    pass_on_concern(by=officer, concern_id=_pk(side, "passed_on"))


def _raise(side: Side, name: str) -> SafeguardingConcern:
    report = Report(
        happened="She was left without a meal twice.",
        about=AboutWhom.ADULT,
        danger=Danger.NO,
        about_whom="The lady at number 4",
        done_by="Whoever comes at noon",
        wanted="Her lunch",
        raiser="A neighbour, 01632 960 333",
    )
    concern = raise_concern(
        by=side.machine(days=39), sending_key=f"{name} {side.name}", report=report
    )
    officer, person = side.viewer(Role.SAFEGUARDING, days=39), side.rows["person"]
    return link_person(by=officer, concern_id=concern.pk, person_public_id=person.public_id)


def _pk(side: Side, name: str) -> int:
    found: SafeguardingConcern = side.rows[f"{name}_concern"]
    return found.pk


def _address(name: str) -> Any:
    return lambda side: {"public_id": side.rows[f"{name}_concern"].public_id}


def _call(name: str, **facts: Any) -> Any:
    return lambda side: {"concern_id": _pk(side, name), **facts}


def _raising(side: Side) -> dict[str, Any]:
    return {"sending_key": "x", "report": Report("Words", AboutWhom.ADULT)}


SUBJECT = {"kind": Person._meta.label_lower, "subject_id": 0}
CALLS = {
    "raise_concern": _raising,
    "open_concern": _address("raised"),
    "open_concern_person": _address("raised"),
    "open_list": lambda side: {"authority": side.council},
    "open_counts": lambda side: {"authority": side.council},
    "find_people": _call("raised", words="Margaret"),
    "triage_concern": _call("raised", **TRIAGED),
    "decide_concern": _call("triaged", **DECIDED),
    "close_concern": _call("decided", **CLOSED),
    "pass_on_concern": _call("raised"),
    "take_back_concern": _call("passed_on"),
    "confirm_passed_on": _call("passed_on", words="The duty worker"),
    "record_wishes": _call("raised", consent="agrees", wishes=""),
    "note_concern": _call("raised", kind=NoteKind.NOTE, words="Words"),
    "link_person": _call("raised", person_public_id=None),
    "link_subject": _call("raised", **SUBJECT),
    "unlink_subject": _call("raised", **SUBJECT),
    "keep_concern_from": _call("raised", user_ids=[]),
    "set_concern_phones": lambda side: {"authority": side.council, **PHONES},
}
SAMPLES = Samples(
    make=make,
    addresses={
        "safeguarding:concern": _address("decided"),
        "safeguarding:triage": _address("raised"),
        "safeguarding:decide": _address("triaged"),
        "safeguarding:close": _address("decided"),
        "safeguarding:confirm": _address("passed_on"),
        "safeguarding:take_back": _address("passed_on"),
        **{
            f"safeguarding:{name}": _address("raised")
            for name in (
                "person",
                "wishes",
                "note",
                "find",
                "link",
                "unlink",
                "kept_from",
                "pass_on",
            )
        },
    },
    about_people=True,
    about_nobody=frozenset(
        {
            "safeguarding:concerns",
            "safeguarding:children",
            "safeguarding:counts",
            "safeguarding:phones",
        }
    ),
    calls=CALLS,
    for_users=frozenset({"open_concern", "open_concern_person", "find_people"}),
    for_council=frozenset(CALLS) - {"raise_concern"},
)
