"""What a practitioner enters for a budget: who pays, how much of each fund, from when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from marketplace.accounts.models import Authority
from marketplace.brokerage.actions import NewFund
from marketplace.brokerage.forms.asked import AskedForm
from marketplace.brokerage.forms.ending import day_after, keep_near
from marketplace.brokerage.models import Fund
from marketplace.brokerage.rules import (
    LINE_LENGTH,
    REASONS_LENGTH,
    REFERENCE_LENGTH,
    Amount,
    BudgetKind,
    PayerKind,
    Programme,
)
from marketplace.core.gov_forms import DateBoxesField, GovForm, HintedRadios, PoundsField

#: Pence of one fund, judgement: more in a week or at once is a slip of the pen in any council.
MOST_OF_A_FUND = 100_000_000


@dataclass(frozen=True)
class FundBoxes:
    """A fund, what was agreed of it last, and its two boxes."""

    fund: Fund
    last: Amount | None
    weekly: BoundField
    once: BoundField


class AmountsForm(AskedForm):
    """How much of each fund, a week and once, beside what was agreed last, for days."""

    first_day = DateBoxesField(
        label="First day",
        help_text="It can be past or ahead. For example, 6 4 2027.",
        error_messages={"required": "First day: enter a date, like 6 4 2027"},
    )
    last_day = DateBoxesField(
        label="Last day (optional)",
        help_text="Leave it empty if there is no last day.",
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        funds: Sequence[Fund],
        last: Mapping[int, Amount],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.funds, self.last = funds, last
        keep_near(today, self.fields["first_day"], self.fields["last_day"])
        for fund in funds:
            amount = Amount() if fund.closed_date else last.get(fund.pk, Amount())
            self._add(f"weekly_{fund.pk}", "A week", fund, amount.weekly_pence)
            self._add(f"once_{fund.pk}", "Once", fund, 0)

    def _add(self, name: str, label: str, fund: Fund, pence: int) -> None:
        self.fields[name] = PoundsField(
            label=label,
            named=f"{fund.label}, {label.lower()}",
            required=False,
            min_pence=0,
            max_pence=MOST_OF_A_FUND,
            initial=pence or None,
        )

    def rows(self) -> list[FundBoxes]:
        """Each open fund with its boxes."""
        return [self._row(fund) for fund in self.funds if not fund.closed_date]

    def closed_rows(self) -> list[FundBoxes]:
        """Each closed fund with its boxes: for days when it was open."""
        return [self._row(fund) for fund in self.funds if fund.closed_date]

    @property
    def uses_closed(self) -> bool:
        """Whether something is entered of a closed fund."""
        boxes = [box for row in self.closed_rows() for box in (row.weekly, row.once)]
        return any(box.errors or box.value() not in (None, "") for box in boxes)

    def _row(self, fund: Fund) -> FundBoxes:
        boxes = self[f"weekly_{fund.pk}"], self[f"once_{fund.pk}"]
        return FundBoxes(fund, self.last.get(fund.pk), *boxes)

    def asked_funds(self) -> list[Fund]:
        """The funds about which is asked what looks wrong: closed ones only where something is entered."""
        amounts = self.amounts()
        return [one for one in self.funds if not one.closed_date or not amounts[one].is_nothing]

    def amounts(self) -> dict[Fund, Amount]:
        """What was entered, for the action. Call it on a valid form."""
        typed = self.cleaned_data
        return {
            fund: Amount(typed[f"weekly_{fund.pk}"] or 0, typed[f"once_{fund.pk}"] or 0)
            for fund in self.funds
        }

    def days(self) -> dict[str, date | None]:
        """From which day until which, not with it."""
        last = self.cleaned_data["last_day"]
        return {
            "from_date": self.cleaned_data["first_day"],
            "until_date": day_after(last) if last else None,
        }


class BudgetForm(AmountsForm):
    """A budget to put forward: its kind, its days, and how much of each fund."""

    kind = forms.ChoiceField(
        label="What the budget is for",
        choices=BudgetKind.choices(),
        initial=BudgetKind.CARE.value,
        widget=HintedRadios(hints={}),
        error_messages={"required": "Choose what the budget is for"},
    )
    field_order = ("kind", "first_day", "last_day")


class FundForm(GovForm):
    """Who pays, under what, and their own number for the case."""

    payer = forms.ChoiceField(
        label="Who pays?",
        choices=PayerKind.choices(),
        widget=HintedRadios(
            hints={
                PayerKind.PERSON.value: "What the person pays after the financial assessment",
                PayerKind.THIRD_PARTY.value: "It is not part of the budget",
            }
        ),
        error_messages={"required": "Choose who pays"},
    )
    payer_name = forms.CharField(
        label="Name of who pays",
        help_text=(
            "For example, Fern Valley NHS. Leave it empty for this council and for the person’s"
            " contribution."
        ),
        max_length=LINE_LENGTH,
        required=False,
    )
    programme = forms.ChoiceField(
        label="Under what is it paid?",
        choices=Programme.choices(),
        initial=Programme.SOCIAL_CARE.value,
        widget=HintedRadios(hints={}),
        error_messages={"required": "Choose under what it is paid"},
    )
    reference = forms.CharField(
        label="Their reference (optional)",
        help_text="Their number for this case, as they write it.",
        max_length=REFERENCE_LENGTH,
        required=False,
    )

    def __init__(self, *args: Any, council: Authority, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.council = council

    def fund(self) -> NewFund:
        """What was entered, for the action. Call it on a valid form."""
        payer, typed = PayerKind(self.cleaned_data["payer"]), self.cleaned_data
        usual = {PayerKind.COUNCIL: self.council.name, PayerKind.PERSON: PayerKind.PERSON.label}
        name = typed["payer_name"] or usual.get(payer, "")
        return NewFund(payer, name, Programme(typed["programme"]), typed["reference"])


class ReturnBudgetForm(GovForm):
    """Why a proposed budget goes back. Only its return needs a reason."""

    reason = forms.CharField(
        label="Reason, if you return it",
        help_text="Your colleague reads your words.",
        max_length=REASONS_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
