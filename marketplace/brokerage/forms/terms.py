"""How much of a thing, how often, when, and who pays: what every form for an item asks."""

from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from marketplace.brokerage.forms.costed import CostedForm
from marketplace.brokerage.models import Outcome, PlanItem
from marketplace.brokerage.queries import AgreementChoice
from marketplace.brokerage.rules import (
    COUNTED_BY_TIMES,
    LEAST_UNITS,
    LINE_LENGTH,
    MOST_UNITS,
    UNIT_DECIMALS,
    CostLine,
    Deployment,
    Frequency,
    Offer,
    Terms,
    cost_line_of,
)
from marketplace.core.gov_forms import DateBoxesField, HintedRadios
from marketplace.core.words import spoken_date

HOW_OFTEN = [
    (Frequency.WEEK.value, "Every week"),
    (Frequency.FORTNIGHT.value, "Every fortnight"),
    (Frequency.FOUR_WEEKS.value, "Every 4 weeks"),
    (Frequency.MONTH.value, "Every month"),
    (Frequency.QUARTER.value, "Every quarter"),
    (Frequency.YEAR.value, "Every year"),
    (Frequency.ONCE.value, "Once only"),
]
AGAIN = [pair for pair in HOW_OFTEN if pair[0] != Frequency.ONCE]
WHO_PAYS_HINTS = {
    Deployment.DIRECT_PAYMENT.value: "From a direct payment",
    Deployment.COUNCIL_MANAGED.value: "The council pays the invoice",
}
#: How much and how often: times that count the unit say both.
AMOUNT = ("quantity", "frequency")
ONE_DAY = timedelta(days=1)


class ItemForm(CostedForm):
    """How much, how often, from when to when, and who pays: the same for everything.

    `item` is the item that is changed: its times stay as they are. `agreements` are those among
    which somebody may choose which pays, `outcomes` those of the plan, of which `chosen` are marked
    at first; with fewer than two nobody is asked.
    """

    quantity = forms.DecimalField(
        label="How many",
        help_text="For example, for 5 visits a week enter 5. Once there are times, they say how many.",
        min_value=LEAST_UNITS,
        max_value=MOST_UNITS,
        decimal_places=UNIT_DECIMALS,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={
            "required": "Enter how many, like 5 or 1.5",
            "invalid": "Enter how many in digits, like 5 or 1.5",
            "min_value": "Enter how many, more than 0",
            "max_value": "How many: enter a smaller number",
            "max_decimal_places": f"Enter at most {UNIT_DECIMALS} decimal places, like 1.25",
        },
    )
    frequency = forms.ChoiceField(
        label="How often",
        choices=HOW_OFTEN,
        initial=Frequency.WEEK.value,
        error_messages={"required": "Choose how often"},
    )
    when = forms.CharField(
        label="Note on times (optional)",
        help_text="For example, not before breakfast. Days and times have a page of their own.",
        max_length=LINE_LENGTH,
        required=False,
    )
    first_day = DateBoxesField(
        label="First day (optional)",
        help_text="For example, 14 11 2026. Leave empty if it begins with the plan.",
        required=False,
    )
    last_day = DateBoxesField(
        label="Last day (optional)",
        help_text="For example, 18 12 2026. Leave empty if it ends with the plan.",
        required=False,
    )
    deployment = forms.ChoiceField(
        label="Who pays the supplier?",
        choices=Deployment.choices(),
        initial=Deployment.DIRECT_PAYMENT.value,
        widget=HintedRadios(hints=WHO_PAYS_HINTS),
        error_messages={"required": "Choose who pays the supplier"},
    )
    agreement = forms.ChoiceField(
        label="Which agreement pays for it?",
        widget=HintedRadios(hints={}),
        required=False,
        error_messages={"invalid_choice": "Choose one of these agreements"},
    )

    #: The names of the fields that say how it is paid; none where it costs nothing.
    of_payment: Sequence[str] = ()
    outcomes = forms.TypedMultipleChoiceField(
        label="Which outcomes does this support help with?",
        help_text="Choose all of them.",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose at least 1 outcome that this support helps with",
            "invalid_choice": "Choose outcomes from the list",
        },
    )

    def __init__(
        self,
        *args: Any,
        outcomes: Sequence[Outcome],
        chosen: Collection[int],
        item: PlanItem | None = None,
        agreements: Sequence[AgreementChoice] = (),
        **kwargs: Any,
    ) -> None:
        self.item, self.chosen = item, tuple(chosen)
        self.times = item.planned_times if item else ()
        if item is not None:
            kwargs["initial"] = {**_typed(item), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self._offer_agreements(agreements)
        self._offer_outcomes(outcomes)

    @property
    def asked_of_all(self) -> list[BoundField]:
        """What is asked openly; the tick for what is improbable is drawn with its question."""
        behind = {*self.of_payment, "checked"}
        return [bound for bound in self.visible_fields() if bound.name not in behind]

    @property
    def payment_fields(self) -> list[BoundField]:
        """How it is paid: what few need, behind one line."""
        return [self[name] for name in self.of_payment if name in self.fields]

    @property
    def is_payment_open(self) -> bool:
        """Whether something is said there, or wrong."""
        return any(bound.errors or bound.value() not in (None, "") for bound in self.payment_fields)

    def _offer_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        field = self.fields["outcomes"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - narrows the type
        if len(outcomes) < 2:
            del self.fields["outcomes"]
            return
        field.choices = [(str(each.pk), f"“{each.words}”") for each in outcomes]
        field.initial = self.chosen

    def outcome_ids(self) -> tuple[int, ...]:
        """What it is for: what was chosen, or the only outcome that the plan has."""
        return tuple(self.cleaned_data.get("outcomes", self.chosen))

    def _offer_agreements(self, agreements: Sequence[AgreementChoice]) -> None:
        field = self.fields["agreement"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type
        if len(agreements) < 2:
            del self.fields["agreement"]
            return
        field.choices = [("", "All that pay into the account"), *_choices(agreements)]
        field.widget.hints = {str(each.pk): _hint(each) for each in agreements}

    def count_by_times(self, units: Iterable[str]) -> None:
        """Ask how many only for those of these units that the item's times do not count."""
        offered = set(units)
        if not self.times or not offered & COUNTED_BY_TIMES:
            return
        for name in AMOUNT:
            if offered <= COUNTED_BY_TIMES:
                del self.fields[name]
            else:
                self.fields[name].required = False
                self.fields[name].help_text = _FROM_TIMES

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not self.errors and not self._is_counted:
            for name in AMOUNT:
                if name in self.fields and typed.get(name) in (None, ""):
                    self.add_error(name, self.fields[name].error_messages["required"])
        return typed

    @property
    def _is_counted(self) -> bool:
        """Whether the item's times say how many."""
        return bool(self.times) and self.offer().unit in COUNTED_BY_TIMES

    def offer(self) -> Offer:
        raise NotImplementedError

    def price_pence(self) -> int:
        """Of one unit, as it was entered or chosen. Call it on a valid form."""
        raise NotImplementedError

    def costed_unit(self) -> str:
        return self.offer().unit

    def cost_line(self) -> CostLine:
        """What the item will cost. Call it on a valid form."""
        unit, price, terms = self.costed_unit(), self.price_pence(), self.terms()
        return cost_line_of(unit, price, terms.times, terms.quantity, terms.frequency)

    def terms(self) -> Terms:
        typed, item = self.cleaned_data, self.item
        last_day = typed["last_day"]
        if "agreement" in self.fields:
            agreement_id = int(typed["agreement"]) if typed["agreement"] else None
        else:
            agreement_id = item.agreement_id if item else None
        return Terms(
            quantity=typed.get("quantity") or (item.quantity if item else LEAST_UNITS),
            frequency=Frequency(typed.get("frequency") or Frequency.ONCE),
            when=typed["when"],
            deployment=Deployment(typed.get("deployment", Deployment.DIRECT_PAYMENT)),
            times=self.times,
            agreement_id=agreement_id,
            from_date=typed["first_day"],
            until_date=last_day + ONE_DAY if last_day else None,
        )


_FROM_TIMES = "Leave this as it is for a price by the hour, visit or session: its times say it."


def _typed(item: PlanItem) -> dict[str, Any]:
    """What somebody typed to make this item."""
    return {
        "title": item.title,
        "provider_name": item.provider_name,
        "unit": item.unit,
        "price": item.price_pence,
        "choice": f"{item.unit}:{item.day_band}",
        "quantity": f"{item.quantity.normalize():f}",
        "frequency": item.frequency,
        "when": item.when,
        "deployment": item.deployment,
        "agreement": item.agreement_id or "",
        "first_day": item.from_date,
        "last_day": item.until_date and item.until_date - ONE_DAY,
        "who": item.natural_who,
        "willing_date": item.natural_willing_date,
        "fallback": item.natural_fallback,
    }


def _choices(agreements: Iterable[AgreementChoice]) -> list[tuple[str, str]]:
    return [(str(each.pk), each.road.label) for each in agreements]


def _hint(agreement: AgreementChoice) -> str:
    """Whose money it is, and since when: two agreements may go by the same road."""
    return f"{', '.join(agreement.payers)}. First paid on {spoken_date(agreement.first_payment)}"
