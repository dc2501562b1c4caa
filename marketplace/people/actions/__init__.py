"""Every change of a person, of who may see them and of who is around them, and every look."""

from marketplace.people.actions.deciding import (
    give_consent,
    record_finding,
    withdraw_consent,
)
from marketplace.people.actions.equality import answer_equality
from marketplace.people.actions.glass import (
    break_glass,
    open_broken_glass,
)
from marketplace.people.actions.granting import (
    end_access,
    grant_access,
)
from marketplace.people.actions.opening import (
    log_reading,
    open_own_record,
    open_people,
    open_person,
)
from marketplace.people.actions.registering import (
    answer_correction,
    ask_correction,
    correct_person,
    end_need,
    let_work,
    link_account,
    move_person,
    record_event,
    record_need,
    register_person,
)
from marketplace.people.actions.relationships import (
    choose_scopes,
    end_relationship,
    propose_relationship,
    verify_relationship,
)
from marketplace.people.actions.risks import end_risk, write_risk

__all__ = [
    "answer_correction",
    "answer_equality",
    "ask_correction",
    "break_glass",
    "choose_scopes",
    "correct_person",
    "end_access",
    "end_need",
    "end_relationship",
    "end_risk",
    "give_consent",
    "grant_access",
    "let_work",
    "link_account",
    "log_reading",
    "move_person",
    "open_broken_glass",
    "open_own_record",
    "open_people",
    "open_person",
    "propose_relationship",
    "record_event",
    "record_finding",
    "record_need",
    "register_person",
    "verify_relationship",
    "withdraw_consent",
    "write_risk",
]
