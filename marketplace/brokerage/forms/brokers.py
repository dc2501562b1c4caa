"""Who plans with a person: which broker, who chose, and who said so."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from marketplace.accounts.models import User
from marketplace.brokerage.queries import BrokerOption
from marketplace.brokerage.rules import LINE_LENGTH, BrokerChoice, WhoChose
from marketplace.core.gov_forms import DateBoxesField, GovForm, HintedRadios


class BrokerForm(GovForm):
    broker = forms.TypedChoiceField(
        label="Broker",
        coerce=int,
        widget=HintedRadios(hints={}),
        error_messages={
            "required": "Choose a broker",
            "invalid_choice": "Choose one of these brokers",
        },
    )
    chosen = forms.ChoiceField(
        label="Who chose?",
        choices=WhoChose.choices(),
        widget=HintedRadios(
            hints={WhoChose.PERSON.value: "Below, enter who told you, and when the person chose"}
        ),
        error_messages={"required": "Choose who chose"},
    )
    said_by = forms.CharField(
        label="Who told you, if the person chose",
        help_text="For example, Margaret herself, by phone.",
        max_length=LINE_LENGTH,
        required=False,
    )
    said_date = DateBoxesField(
        label="Day on which the person chose",
        help_text="For example, 22 9 2026.",
        required=False,
    )

    def __init__(
        self, *args: Any, options: Sequence[BrokerOption], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        broker, said_date = self.fields["broker"], self.fields["said_date"]
        assert isinstance(broker, forms.TypedChoiceField)  # noqa: S101 - narrows the type
        assert isinstance(said_date, DateBoxesField)  # noqa: S101 - narrows the type
        broker.choices = [(str(each.user.pk), each.user.name) for each in options]
        broker.widget.hints = {str(each.user.pk): _caseload(each) for each in options}
        self.brokers = {each.user.pk: each.user for each in options}
        said_date.latest = today

    def chosen_broker(self) -> User:
        """Call it on a valid form."""
        return self.brokers[self.cleaned_data["broker"]]

    def choice(self) -> BrokerChoice:
        """What was entered, for the action. Call it on a valid form."""
        typed = self.cleaned_data
        if typed["chosen"] == WhoChose.COUNCIL:
            return BrokerChoice()
        return BrokerChoice(WhoChose.PERSON, typed["said_by"], typed["said_date"])


def _caseload(option: BrokerOption) -> str:
    full = ". Their list is full" if option.is_full else ""
    return f"{option.people} of {option.most} people{full}"
