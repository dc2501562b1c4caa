"""A form that carries what whoever opened it saw, and says what is so by now where that has changed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from marketplace.core.gov_forms import GovForm


class SeenForm(GovForm):
    """Draw its hidden field `seen`; the action takes it and refuses with `core.seen.seen_problems`.

    `initial` is what is so now, `seen` the sum of it, as the action makes it.
    """

    # Not required: what comes without one is refused as changed, and shown again with it.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, seen: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = seen

    def show_now(self) -> None:
        """Keep what was typed, say beside it what is so by now, and know that from the next press on."""
        for name in self.changed_data:
            if name != "seen" and name in self.initial:
                said = (
                    f"{self[name].label}: now {self._now(name)}. Keep your answer, or enter that."
                )
                self.add_error(name, ValidationError(said, code="refused"))
        self.retype(seen=str(self.fields["seen"].initial))

    def _now(self, name: str) -> str:
        value = self.get_initial_for_field(self.fields[name], name)
        labels = {str(key): str(label) for key, label in getattr(self.fields[name], "choices", ())}
        chosen = value if isinstance(value, list | tuple) else [value]
        words = [labels.get(str(one), str(one)) for one in chosen if one not in (None, "")]
        return f"“{', '.join(words)}”" if words else "empty"
