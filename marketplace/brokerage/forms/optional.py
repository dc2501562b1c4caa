"""A line of words that may stay empty."""

from django import forms


def optional_words(
    label: str, help_text: str, most: int, *, says_so: bool = False
) -> forms.CharField:
    """A field of at most so many characters; `says_so` puts "(optional)" behind its label, where most
    fields beside it must be filled in."""
    return forms.CharField(
        label=f"{label} (optional)" if says_so else label,
        help_text=help_text,
        max_length=most,
        required=False,
        error_messages={"max_length": f"{label}: enter at most %(limit_value)d characters"},
    )
