"""The questions of registration, one form each, and the forms that change a supplier."""

from typing import Any

from django import forms

from marketplace.core.form_runner import refuse
from marketplace.core.gov_forms import GovForm, HintedRadios
from marketplace.suppliers.errors import SupplierError
from marketplace.suppliers.models import Supplier
from marketplace.suppliers.rules import (
    ADDRESS_LENGTH,
    NAME_LENGTH,
    PHONE_LENGTH,
    POSTCODE_LENGTH,
    SHORTEST_PHONE,
    TOWN_LENGTH,
    WEBSITE_LENGTH,
    SupplierKind,
    contact_problems,
    name_problems,
    place_problems,
    website_problems,
)

KIND_HINTS = {
    SupplierKind.HOME_CARE: "You send care workers to people’s homes",
    SupplierKind.CARE_HOME: "People live in your home, or stay for a short break",
    SupplierKind.DAY_SERVICE: "People come to you for the day",
    SupplierKind.COMMUNITY: "A club, a charity, a class or a group of neighbours",
    SupplierKind.TRANSPORT: "You drive people where they want to go",
    SupplierKind.PERSONAL_ASSISTANT: "You help people yourself, and they choose you by name",
    SupplierKind.EQUIPMENT_RETAILER: "You sell or hire out equipment for daily life",
}
PHONE = rf"^[0-9+() -]{{{SHORTEST_PHONE},{PHONE_LENGTH}}}$"
CONTACT_IS_PRIVATE = "Only the council sees your email address and phone number."
CONTACT_IS_PUBLIC = "People who search can see them."
ADDRESS_IS_PRIVATE = "Only the council sees your address. People who search see your town"


class KindForm(GovForm):
    kind = forms.ChoiceField(
        label="Type of supplier",
        choices=SupplierKind.choices(),
        widget=HintedRadios(hints={k.value: hint for k, hint in KIND_HINTS.items()}),
        error_messages={"required": "Choose your type of supplier"},
    )


class NameForm(GovForm):
    """The name: a business's own, or a personal assistant's first and last."""

    name = forms.CharField(max_length=NAME_LENGTH, error_messages={"required": "Enter a name"})

    def __init__(self, *args: Any, kind: SupplierKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        name = self.fields["name"]
        if kind == SupplierKind.PERSONAL_ASSISTANT:
            name.label = "Your full name"
            name.help_text = "People who search see your first name and one initial, like Amara O."
            name.widget.attrs["autocomplete"] = "name"
        else:
            name.label = "Name of your organisation"
            name.help_text = "Enter the name that people know"
            name.widget.attrs["autocomplete"] = "organization"

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        if "name" in answers:
            refuse(self, SupplierError(*name_problems(self.kind, answers["name"])))
        return answers


class PlaceForm(GovForm):
    """Where they are. An assistant's address is for the council only."""

    address = forms.CharField(
        label="Street address",
        max_length=ADDRESS_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    town = forms.CharField(
        label="Town or village",
        max_length=TOWN_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
    )
    postcode = forms.CharField(
        label="Postcode",
        max_length=POSTCODE_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        if {"town", "postcode"} <= answers.keys():
            refuse(self, SupplierError(*place_problems(answers["town"], answers["postcode"])))
        return answers


class ContactForm(GovForm):
    """How people and the council reach them. An assistant's contact details are for the council only."""

    email = forms.EmailField(
        label="Email address",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": "Enter an email address, like name@example.org"},
    )
    phone = forms.RegexField(
        PHONE,
        label="Phone number",
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        error_messages={"invalid": "Enter a phone number, like 01632 960 001"},
    )
    website = forms.URLField(
        label="Website (optional)",
        required=False,
        max_length=WEBSITE_LENGTH,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url"}),
        error_messages={"invalid": "Enter a web address, like www.example.org"},
    )

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        refuse(self, SupplierError(*website_problems(answers.get("website", ""))))
        if {"email", "phone"} <= answers.keys():
            refuse(self, SupplierError(*contact_problems(answers["email"], answers["phone"])))
        return answers


class FirstContactForm(ContactForm):
    """The same, asked of somebody who registers: with who will see it."""

    def __init__(self, *args: Any, kind: SupplierKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        alone = kind == SupplierKind.PERSONAL_ASSISTANT
        self.hint = f"Enter an email address or a phone number, or both. {CONTACT_IS_PRIVATE if alone else CONTACT_IS_PUBLIC}"


class DetailsForm(ContactForm, PlaceForm):
    """Everything that a supplier may change about itself."""

    field_order = ["email", "phone", "website", "address", "town", "postcode"]

    def __init__(self, *args: Any, supplier: Supplier, **kwargs: Any) -> None:
        kept = {name: getattr(supplier, name) for name in self.field_order}
        kwargs.setdefault("initial", kept)
        super().__init__(*args, **kwargs)
        if supplier.kind == SupplierKind.PERSONAL_ASSISTANT:
            self.fields["address"].help_text = ADDRESS_IS_PRIVATE


class FindSupplierForm(GovForm):
    q = forms.CharField(label="Name or town", required=False, max_length=NAME_LENGTH)
