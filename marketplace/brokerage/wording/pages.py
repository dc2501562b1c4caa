"""Labels and figures as the pages of plans say them."""

from decimal import Decimal

from marketplace.brokerage.rules import Deployment, PauseReason, PayerKind, PlanEnd

_TO_THE_PERSON: dict[str, str] = {
    Deployment.DIRECT_PAYMENT.label: "You pay, from your direct payment",
    Deployment.COUNCIL_MANAGED.label: "The council pays",
    PayerKind.COUNCIL.label: "The council",
    PayerKind.PERSON.label: "What you pay",
    PlanEnd.MOVED.label: "You moved away",
    PlanEnd.NOT_WANTED.label: "You do not want it any more",
    PlanEnd.NOT_ELIGIBLE.label: "You are not eligible any more",
    PauseReason.HOSPITAL.label: "You are in hospital",
    PauseReason.AWAY.label: "You are away",
    PauseReason.SUSPENDED.label: "The council suspended your support",
}


def in_percent(rate: int) -> str:
    """Hundredths of a percent as people write them: 250 is "2.5%"."""
    return f"{Decimal(rate).scaleb(-2).normalize():f}%"


def to_the_person(label: str) -> str:
    """A label of staff's pages, as the person it is about reads it; the label itself where both agree."""
    return _TO_THE_PERSON.get(label, label)
