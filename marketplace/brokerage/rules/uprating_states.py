"""The states of an uprating and of each person in it, with their tables; how prices go up; what stays."""

from marketplace.core.labels import LabelledEnum


class UpratingState(LabelledEnum):
    PREPARING = "preparing", "Preview being made"
    PREPARED = "prepared", "Preview ready"
    RECORDING = "recording", "Being recorded"
    RECORDED = "recorded", "Recorded"
    UNDOING = "undoing", "Being undone"
    UNDONE = "undone", "Undone"


UPRATING_TRANSITIONS: dict[UpratingState, frozenset[UpratingState]] = {
    UpratingState.PREPARING: frozenset({UpratingState.PREPARED}),
    UpratingState.PREPARED: frozenset({UpratingState.RECORDING}),
    UpratingState.RECORDING: frozenset({UpratingState.RECORDED}),
    UpratingState.RECORDED: frozenset({UpratingState.UNDOING}),
    UpratingState.UNDOING: frozenset({UpratingState.UNDONE}),
    UpratingState.UNDONE: frozenset(),
}
#: A job is at it.
AT_WORK = frozenset({UpratingState.PREPARING, UpratingState.RECORDING, UpratingState.UNDOING})
#: Nothing was recorded yet: it can be discarded.
ONLY_PREVIEW = frozenset({UpratingState.PREPARING, UpratingState.PREPARED})


class UpratedState(LabelledEnum):
    """What became of one person in an uprating."""

    READY = "ready", "To be recorded"
    UNCHANGED = "unchanged", "No change"
    RECORDED = "recorded", "Recorded"
    LEFT_OUT = "left_out", "Left out"
    TAKEN_BACK = "taken_back", "Undone"
    KEPT = "kept", "Not undone"


UPRATED_TRANSITIONS: dict[UpratedState, frozenset[UpratedState]] = {
    UpratedState.READY: frozenset({UpratedState.RECORDED, UpratedState.LEFT_OUT}),
    UpratedState.UNCHANGED: frozenset(),
    UpratedState.RECORDED: frozenset({UpratedState.TAKEN_BACK, UpratedState.KEPT}),
    UpratedState.LEFT_OUT: frozenset(),
    UpratedState.TAKEN_BACK: frozenset(),
    UpratedState.KEPT: frozenset(),
}


class UpratedReason(LabelledEnum):
    """Why a person was left out, or not undone."""

    CHANGED_SINCE = "changed_since", "Changed after the preview"
    AGREED_ON_TOP = "agreed_on_top", "Something is agreed on top"
    DAY_HAS_COME = "day_has_come", "The day has come"


class PriceSource(LabelledEnum):
    """Where the new prices of planned support come from."""

    KEEP = "keep", "Leave prices as they are"
    RATE = "rate", "Raise every price by a percentage"
    LISTING = "listing", "Take the listing’s own price on that day"


class UpratingNote(LabelledEnum):
    """What stays as it is for a person."""

    BUDGET_LATER = "budget_later", "A budget agreed for later"
    TERMS_LATER = "terms_later", "Payments agreed for later"
    PLAN_LATER = "plan_later", "A plan approved for later"
    LISTING_PRICE_UNKNOWN = "listing_price_unknown", "A listing’s price that is not known"
