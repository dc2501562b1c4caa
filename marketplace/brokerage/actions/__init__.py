"""Every change of a fund, a budget, a payment agreement or a plan."""

from marketplace.brokerage.actions.agreements import (
    NewAgreement,
    References,
    agree_terms,
    end_agreement,
    keep_payments,
    make_agreement,
    open_agreement,
    set_references,
)
from marketplace.brokerage.actions.brokers import (
    allocate_broker,
    end_broker,
)
from marketplace.brokerage.actions.budgets import (
    agree_budget,
    end_budget,
)
from marketplace.brokerage.actions.consents import (
    note_consent,
    say_my_plan,
)
from marketplace.brokerage.actions.deciding import (
    approve_plan,
    return_plan,
    submit_plan,
)
from marketplace.brokerage.actions.ending import (
    end_pause,
    end_plan,
    pause_support,
)
from marketplace.brokerage.actions.follow_ups import (
    tell_of_suppliers,
)
from marketplace.brokerage.actions.funds import (
    NewFund,
    close_fund,
    open_fund,
)
from marketplace.brokerage.actions.items import (
    add_item,
    change_item,
    refresh_price,
    remove_item,
    set_times,
)
from marketplace.brokerage.actions.opening import (
    open_plan,
)
from marketplace.brokerage.actions.proposing import (
    agree_proposed,
    estimate_budget,
    propose_budget,
    propose_estimate,
    return_budget,
    withdraw_budget,
)
from marketplace.brokerage.actions.uprating import (
    confirm_uprating,
    discard_uprating,
    prepare_uprating,
    undo_uprating,
)
from marketplace.brokerage.actions.uprating_work import (
    UPRATER,
    carry_on_uprating,
)
from marketplace.brokerage.actions.withdrawing import (
    call_back_plan,
    discard_plan,
)
from marketplace.brokerage.actions.writing import (
    add_outcome,
    answer_question,
    change_outcome,
    remove_outcome,
    start_plan,
)

__all__ = [
    "UPRATER",
    "NewAgreement",
    "NewFund",
    "References",
    "add_item",
    "add_outcome",
    "agree_budget",
    "agree_proposed",
    "agree_terms",
    "allocate_broker",
    "answer_question",
    "approve_plan",
    "call_back_plan",
    "carry_on_uprating",
    "change_item",
    "change_outcome",
    "close_fund",
    "confirm_uprating",
    "discard_plan",
    "discard_uprating",
    "end_agreement",
    "end_broker",
    "end_budget",
    "end_pause",
    "end_plan",
    "estimate_budget",
    "keep_payments",
    "make_agreement",
    "note_consent",
    "open_agreement",
    "open_fund",
    "open_plan",
    "pause_support",
    "prepare_uprating",
    "propose_budget",
    "propose_estimate",
    "refresh_price",
    "remove_item",
    "remove_outcome",
    "return_budget",
    "return_plan",
    "say_my_plan",
    "set_references",
    "set_times",
    "start_plan",
    "submit_plan",
    "tell_of_suppliers",
    "undo_uprating",
    "withdraw_budget",
]
