"""What an import did, counted and said in lines."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from marketplace.listings.imports.facts import Refused


@dataclass
class ImportReport:
    """Counts of one run. `kept` counts changed listings whose words somebody here has taken over;
    `repeated` what was read more than once, `left_out` what was read but is not on offer.
    """

    read: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: int = 0
    repeated: int = 0
    left_out: int = 0
    refused: list[Refused] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """The report as it is printed, refusals first, the counts last."""
        yield from (f"Refused. {refusal}" for refusal in self.refused)
        yield from (f"Vanished from the source: {reference}" for reference in self.vanished)
        yield from (f"Note. {note}" for note in self.notes)
        if self.kept:
            yield (
                f"{self.kept} changed at the source but were taken over here: "
                "their contact details follow, their words stay."
            )
        counts = [
            ("read", self.read),
            ("created", self.created),
            ("changed", self.changed),
            ("unchanged", self.unchanged),
            ("refused", len(self.refused)),
            ("vanished", len(self.vanished)),
        ]
        extra = [("repeated", self.repeated), ("left out", self.left_out)]
        said = [f"{word} {number}" for word, number in counts + [e for e in extra if e[1]]]
        yield f"{', '.join(said).capitalize()}."
