"""Somebody with a sign-in of their own, who is around them, and what is known of them."""

from datetime import date, timedelta
from typing import Any

from marketplace.accounts.rules import Role
from marketplace.accounts.samples import Side
from marketplace.core.rooms import Samples
from marketplace.people import actions
from marketplace.people.models import Person
from marketplace.people.rules import (
    CapacityOutcome,
    ConsentTo,
    CorrectionState,
    DecisionAbout,
    EqualityQuestion,
    EventKind,
    EventResult,
    EventRoute,
    Heard,
    NeedKind,
    OwnPurpose,
    RecordPart,
    RelationshipKind,
    RiskHarm,
    RiskLikelihood,
    Scope,
)

SHOWN = frozenset({Scope.RECORD, Scope.PLAN, Scope.MONEY})


def make_person(side: Side, name: str, **facts: Any) -> Person:
    """On the council's books since the case began."""
    return actions.register_person(
        by=side.viewer(Role.PRACTITIONER),
        authority_id=side.council.pk,
        name=name,
        date_of_birth=date(1941, 6, 2),
        town="Brackenford",
        home="Lives alone",
        contact_wish="Ring, after ten.",
        **facts,
    )


def make(side: Side) -> None:
    own = side.users[Role.PERSON]
    person = make_person(side, f"Margaret Ellery {side.name}", user=own)
    side.rows["person"] = person
    actions.open_own_record(by=side.viewer(Role.PERSON, days=1), scope=Scope.RECORD)
    _make_helpers(side, person)
    _make_facts(side, person)
    by = side.viewer(Role.ADMINISTRATOR, days=59)
    side.rows["glass"] = actions.break_glass(
        by=by,
        authority_id=side.council.pk,
        reference=person.name,
        reason="She phoned: her page would not open.",
    )


def _make_helpers(side: Side, person: Person) -> None:
    """Her son, who is checked and has an account; a friend whom nobody has checked; her consent."""
    worker, herself = side.viewer(Role.PRACTITIONER, days=2), side.viewer(Role.PERSON, days=2)
    son = side.users[Role.SUPPLIER]
    side.rows["helper"] = actions.propose_relationship(
        by=herself,
        person=person,
        kind=RelationshipKind.FAMILY,
        name=f"Tom Ellery {side.name}",
        email=son.email,
        scopes=SHOWN,
    )
    actions.verify_relationship(by=worker, relationship=side.rows["helper"])
    side.rows["friend"] = actions.propose_relationship(
        by=herself,
        person=person,
        kind=RelationshipKind.FRIEND,
        name=f"Joan Fry {side.name}",
        scopes=frozenset({Scope.PLAN}),
    )
    side.rows["consent"] = actions.give_consent(
        by=herself,
        person=person,
        to=ConsentTo.SHARING,
        whom="Dr Shah",
        scopes=frozenset({Scope.RECORD}),
        heard=Heard.OWN_PAGE,
    )


def _make_facts(side: Side, person: Person) -> None:
    worker, herself = side.viewer(Role.PRACTITIONER, days=3), side.viewer(Role.PERSON, days=3)
    _change(side, worker, "answer_equality")
    _change(side, worker, "record_need")
    side.rows["need"] = person.needs.get()
    _change(side, herself, "write_risk")
    side.rows["risk"] = person.risks.get()
    for name in ("move_person", "record_event", "record_finding"):
        _change(side, worker, name)
    side.rows["correction"] = actions.ask_correction(
        by=herself, person=person, part=RecordPart.HOME, words="My sister lives with me."
    )


def _change(side: Side, by: Any, name: str) -> None:
    getattr(actions, name)(by=by, **CALLS[name](side))


def _open_person(side: Side) -> dict[str, Any]:
    return {
        "public_id": side.rows["person"].public_id,
        "scope": Scope.PLAN,
        "purpose": OwnPurpose.OWN,
    }


def _of(name: str) -> Any:
    """The public id of one of the rows."""
    return lambda side: {"public_id": side.rows[name].public_id}


def _for_person(side: Side) -> dict[str, Any]:
    return {"for_person": side.rows["person"].public_id}


def _on(**facts: Any) -> Any:
    """The person, with these facts."""
    return lambda side: {"person": side.rows["person"], **facts}


CALLS: dict[str, Any] = {
    "register_person": lambda side: {"authority_id": side.council.pk, "name": "X"},
    "open_person": _open_person,
    "open_people": lambda side: {
        "people_ids": [side.rows["person"].pk],
        "scope": Scope.PLAN,
        "kind": OwnPurpose.OWN,
        "purpose": OwnPurpose.OWN,
    },
    "move_person": lambda side: {
        "person": side.rows["person"],
        "lines": "4 Mill Lane",
        "town": "Brackenford",
        "postcode": "FS1 1AA",
        "from_date": side.at(3).date(),
    },
    "record_need": _on(kind=NeedKind.LARGE_PRINT, detail="18 point"),
    "answer_equality": _on(answers={EqualityQuestion.LANGUAGE: "english"}),
    "write_risk": lambda side: {
        "person": side.rows["person"],
        "what": "Falling on the way to choir",
        "wanted": "Singing keeps me well.",
        "likelihood": RiskLikelihood.POSSIBLE,
        "harm": RiskHarm.SERIOUS,
        "done": "Tom walks with me in winter.",
        "review_date": side.at(3).date() + timedelta(days=90),
    },
    "end_risk": lambda side: {"risk": side.rows["risk"]},
    "end_need": lambda side: {
        "person": side.rows["person"],
        "need_id": side.rows["need"].pk,
    },
    "record_event": lambda side: {
        "person": side.rows["person"],
        "kind": EventKind.REQUEST,
        "first_day": side.at().date(),
        "last_day": side.at().date(),
        "route": EventRoute.COMMUNITY,
        "result": EventResult.ASSESSMENT,
    },
    "ask_correction": _on(part=RecordPart.HOME, words="X"),
    "answer_correction": lambda side: {
        "correction": side.rows["correction"],
        "state": CorrectionState.MADE,
    },
    "correct_person": _on(
        facts={"name": "X", "contact_wish": "X", "date_of_birth": None, "home": ""}
    ),
    "link_account": _on(email="x@fernshire.example"),
    "let_work": _on(email="x@fernshire.example"),
    "propose_relationship": _on(
        kind=RelationshipKind.FRIEND, name="X", scopes=frozenset({Scope.PLAN})
    ),
    "verify_relationship": lambda side: {"relationship": side.rows["friend"]},
    "choose_scopes": lambda side: {"relationship": side.rows["helper"], "scopes": SHOWN},
    "end_relationship": lambda side: {"relationship": side.rows["helper"]},
    "give_consent": _on(to=ConsentTo.BROKER, scopes=SHOWN, heard=Heard.PHONE),
    "withdraw_consent": lambda side: {"consent": side.rows["consent"]},
    "record_finding": lambda side: {
        "person": side.rows["person"],
        "about": DecisionAbout.PLAN,
        "question": "Whether this plan is hers",
        "finding": CapacityOutcome.HELPED,
        "day": side.at(3).date(),
        "help_given": "Pictures, and an hour in the morning.",
    },
    "break_glass": lambda side: {
        "authority_id": side.council.pk,
        "reference": side.rows["person"].name,
        "reason": "She phoned: her page would not open.",
    },
    "open_broken_glass": lambda side: {"authority_id": side.council.pk},
}

SAMPLES = Samples(
    make=make,
    addresses={
        "people:my_record_for": _for_person,
        "people:for_home": _for_person,
        "people:helper": _of("helper"),
        "people:end_helper": _of("helper"),
        "people:withdraw_own": _of("consent"),
        "people:record": _of("person"),
        "people:change": lambda side: {
            "public_id": side.rows["person"].public_id,
            "what": "need",
        },
        "people:equality": _of("person"),
        "people:my_risks_for": _for_person,
        "people:end_my_risk": _of("risk"),
        "people:end_my_risk_for": lambda side: _for_person(side) | _of("risk")(side),
        "people:risks": _of("person"),
        "people:end_risk": _of("risk"),
        "people:end_need": lambda side: {
            "public_id": side.rows["person"].public_id,
            "need_id": side.rows["need"].pk,
        },
        "people:answer": _of("correction"),
        "people:relationship": _of("helper"),
        "people:end_relationship": _of("helper"),
        "people:withdraw": _of("consent"),
        "people:opened": _of("person"),
    },
    # It closes after an hour, and the case began weeks ago.
    not_at_once=frozenset({"people:opened"}),
    about_people=True,
    about_nobody=frozenset(
        {"people:register", "people:break_glass", "people:helping", "people:equality_counts"}
    ),
    calls=CALLS,
    for_council=frozenset({"register_person", "break_glass", "open_broken_glass"}),
)
