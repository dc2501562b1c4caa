"""What the page of components shows: one made-up household, nothing from the database."""

from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator

from marketplace.core.components.reference import reference
from marketplace.core.gov_forms import DateBoxesField, GovForm, HintedRadios, PoundsField

PARTS = ["Morning", "Lunch", "Tea", "Evening"]


class ExampleForm(GovForm):
    """One of every control."""

    name = forms.CharField(label="Full name")
    postcode = forms.CharField(label="Postcode", help_text="We only use it to work out distance")
    price = PoundsField(label="Price for one hour")
    started = DateBoxesField(label="When did it start?", help_text="For example 14 9 2026")
    order = forms.ChoiceField(
        label="Put first", choices=[("best", "Best match"), ("near", "Nearest")]
    )
    message = forms.CharField(label="Your message", widget=forms.Textarea(attrs={"rows": 3}))
    certificate = forms.FileField(
        label="Insurance certificate",
        help_text="PDF or photo, up to 10 MB. Only the accreditation team can open the file.",
    )
    ring = forms.ChoiceField(
        label="Who should we ring?",
        choices=[("me", "Me"), ("other", "Someone I trust")],
        widget=HintedRadios(hints={"other": "You choose what they can see"}),
        error_messages={"required": "Choose who we should ring"},
    )
    parts = forms.MultipleChoiceField(
        label="Part of the day",
        choices=[("morning", "Mornings"), ("evening", "Evenings")],
        widget=forms.CheckboxSelectMultiple,
    )
    agree = forms.BooleanField(label="I have read the plan through with Margaret")


class JudgeForm(GovForm):
    """A verdict and its reason."""

    verdict = forms.ChoiceField(
        label="Decision",
        choices=[("accept", "Accept"), ("refuse", "Refuse")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label="Reason, sent to Joel", widget=forms.Textarea(attrs={"rows": 2}))


def gallery_context() -> dict[str, Any]:
    """Everything the page of components draws from. It reads no clock and no table."""
    return {
        "good_form": ExampleForm(
            prefix="a",
            initial={"name": "Margaret Ellery", "price": 1800, "started": date(2026, 9, 14)},
        ),
        "bad_form": ExampleForm(
            prefix="b",
            data={
                "b-name": "Margaret Ellery",
                "b-price": "sixteen",
                "b-started_day": "31",
                "b-started_month": "February",
                "b-started_year": "2026",
            },
        ),
        "judge_form": JudgeForm(prefix="c", initial={"verdict": "refuse"}),
        "pages": Paginator(range(230), 10).page(3),
        "card": _card(),
        "reference": reference(),
        **_lists(),
        **_times(),
    }


def _card() -> dict[str, str]:
    return {
        "kind": "Personal assistant",
        "icon": "person",
        "name": "Amara O.",
        "url": "#find",
        "text": "Nine years helping people at home. Calm, punctual, happy to cook.",
        "why": "washing and dressing, weekend mornings",
        "free": "9 hours a week free, evenings and weekends.",
        "confirmed": "Confirmed yesterday",
        "place": "Lives 1.4 miles away",
        "badge": "Accredited until June 2027",
        "price": "£16.50",
        "unit": "an hour",
        "price_note": "£18.00 on Sundays",
    }


def _lists() -> dict[str, Any]:
    return {
        "tabs": [
            {"label": "All", "url": "#move", "current": True, "count": 41},
            {"label": "No match", "url": "#move", "current": False, "count": 18},
            {"label": "Suggested", "url": "#move", "current": False, "count": 23},
        ],
        "chips": [
            {"label": "Within 5 miles", "url": "#find"},
            {"label": "Mornings", "url": "#find"},
        ],
        "figures": [
            ("Read, 23 November", "1,204 lines"),
            ("Worth", "£86,412.77"),
            ("Need a person", "41, £3,918.20"),
        ],
        "facts": [
            ("Lives in", "Brackenford, alone. 71"),
            ("How to reach her", "Ring, after 10am. Post in large print"),
            ("Plan due", "25 September 2026, in 4 days"),
        ],
        "steps": [
            {"title": "Look", "detail": "Search by words and place."},
            {"title": "Check", "detail": "See who checked what."},
            {"title": "Ask", "detail": "Send one message."},
        ],
        "history": [
            {"title": "Budget agreed", "detail": "1 September, Priti Shah"},
            {"title": "Broker chosen by Margaret", "detail": "4 September, Daniel Osei"},
            {"title": "Plan sent", "detail": "21 September"},
        ],
        "tasks": [
            {"label": "What is important to you", "url": "#steps", "status": "Done", "tone": "ok"},
            {
                "label": "How you will be supported",
                "url": "#steps",
                "status": "Part done",
                "tone": "info",
            },
            {"label": "If something falls through", "url": "#steps", "status": "Not started"},
        ],
        "payments": [
            {"what": "Amara O., 3 hours", "on": date(2026, 11, 18), "for": "Choir", "pence": 4950},
            {"what": "Garden centre", "on": date(2026, 11, 14), "for": "", "pence": 2580},
        ],
        "spent": [
            {"label": "Amara O., personal assistant", "pence": 26400},
            {"label": "Community cars", "pence": 4500},
            {"label": "Garden centre, we have asked about this", "pence": 2580, "outlined": True},
        ],
        "rail_key": [
            ("used", "Spent £389.80"),
            ("held", "Promised £1,674.00"),
            ("left", "Left £412.60"),
        ],
    }


def _times() -> dict[str, Any]:
    amara = {"title": "9.00 Amara", "detail": "1 hour"}
    lantern = {"title": "8.30 Lantern Lane", "detail": "45 minutes, £19.20"}
    ruth = {"title": "12.30 Ruth", "detail": "No cost", "natural": True}
    return {
        "parts": PARTS,
        "free_days": [
            ("Mon", ["yes", "some", "no", "no"]),
            ("Tue", ["yes", "yes", "no", "some"]),
        ],
        "week_days": [
            ("Monday", [[lantern], [], [], []]),
            ("Sunday", [[amara], [ruth], [], []]),
        ],
    }
