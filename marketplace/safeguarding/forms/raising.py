"""What somebody is asked who raises a concern."""

from django import forms

from marketplace.core.gov_forms import GovForm, HintedRadios
from marketplace.safeguarding.rules import AboutWhom, Danger, PersonKnows, Report


class _Words(forms.Textarea):
    """No `maxlength`: browsers cut what is pasted without a word. The rules say what is too long."""

    def __init__(self, rows: int) -> None:
        super().__init__(attrs={"rows": rows, "autocomplete": "off"})


class RaiseForm(GovForm):
    """One form: most of it may be left empty. `opened_from` is sealed and says nothing to a reader."""

    about = forms.ChoiceField(
        label="Is it about an adult or a child?",
        choices=AboutWhom.choices(),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it is about an adult or a child"},
    )
    danger = forms.ChoiceField(
        label="Is anyone in danger now?",
        choices=Danger.choices(),
        widget=HintedRadios(hints={Danger.YES: "Phone 999 first. Then send this form."}),
        error_messages={"required": "Choose whether anyone is in danger now"},
    )
    happened = forms.CharField(
        label="What happened?",
        help_text="Or what worries you. When and where, if you know. Your own words are fine.",
        error_messages={"required": "Enter what happened, or what worries you"},
        widget=_Words(8),
    )
    about_whom = forms.CharField(
        label="Who is it about?",
        help_text="Their name, address or anything that helps us find them.",
        required=False,
        widget=_Words(3),
    )
    done_by = forms.CharField(
        label="Who may have done it?",
        help_text="Optional. A name, or how they know the person. Leave it empty if you do not know.",
        required=False,
        widget=_Words(3),
    )
    knows = forms.ChoiceField(
        label="Does the person know that you are telling us?",
        choices=PersonKnows.choices(),
        widget=forms.RadioSelect,
        required=False,
    )
    wanted = forms.CharField(
        label="What does the person want to happen?",
        help_text="Optional. In their words, if you can.",
        required=False,
        widget=_Words(3),
    )
    raiser = forms.CharField(
        label="How can we contact you?",
        help_text=(
            "Optional. You do not have to give your name."
            " If you do, enter a phone number or email, and when it is safe to contact you."
        ),
        required=False,
        widget=_Words(3),
    )
    opened_from = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def report(self) -> Report:
        """The answers, once the form is valid."""
        answers = self.cleaned_data
        return Report(
            happened=answers["happened"],
            about=AboutWhom(answers["about"]),
            danger=Danger(answers["danger"]),
            about_whom=answers["about_whom"],
            done_by=answers["done_by"],
            knows=PersonKnows(answers["knows"] or PersonKnows.UNSURE),
            wanted=answers["wanted"],
            raiser=answers["raiser"],
        )
