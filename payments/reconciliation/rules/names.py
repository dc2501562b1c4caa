"""How surely a line names a payee: word by word, words weighing more the fewer payees have them.

What speaks against a name is another payee whom the council knows and whom the line names better
(`PayeeIndex.names_better`).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import log

from payments.reconciliation.rules.spelling import (
    NOTHING,
    SAME,
    Name,
    NameEvidence,
    evidence_of,
    name_of,
)
from payments.reconciliation.rules.strength import Strength
from payments.reconciliation.rules.words import Words

# From which it is like the name. Judgement: its telling words, with one of the common ones cut or lost.
LIKE = 62


# From which it is offered to a person. Judgement: one telling word of two.
WEAK = 34
# By definition: after all strengths.
NOT_NAMED = len(Strength) + 1


@dataclass(slots=True)
class PayeeIndex:
    """The names of all payees that a council knows, by their words. Empty, all words weigh the same."""

    payees: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _weights: dict[str, float] = field(default_factory=dict)
    _having: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _named: dict[Words, tuple[tuple[str, NameEvidence], ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, payees: Mapping[str, Iterable[str]]) -> "PayeeIndex":
        """`payees` are the names of each, by a key that no two have."""
        index = cls({key: tuple(names) for key, names in payees.items()})
        count: Counter[str] = Counter()
        for key, names in index.payees.items():
            tokens = {token for name in names for token in name_of(name).tokens}
            count.update(tokens)
            for token in tokens:
                index._having[token].append(key)
        total = len(index.payees) + 1
        index._weights = {token: _weight(n, total) for token, n in count.items()}
        return index

    def weight(self, token: str) -> float:
        """How telling a word is: a common one of a large directory a fifth of one that a single payee has."""
        return self._weights.get(token, 1.0)

    def names_better(self, words: Words, names: Iterable[str], found: NameEvidence) -> bool:
        """Whether more of the line is another known payee's name, and as much of that name is there."""
        own = set(names)
        least = min(found.coverage, SAME)
        return any(
            each.letters > found.letters and each.coverage >= least
            for key, each in self.well_named(words)
            if not own & set(self.payees[key])
        )

    def is_shared(self, words: Words) -> bool:
        """Whether a line has the whole name of more than one payee."""
        return sum(each.coverage >= SAME for _, each in self.well_named(words)) > 1

    def names_other(self, words: Words, names: Iterable[str]) -> bool:
        """Whether the line names another known payee, whole or in its telling words."""
        own = set(names)
        return any(not own & set(self.payees[key]) for key, _ in self.well_named(words))

    def well_named(self, words: Words) -> tuple[tuple[str, NameEvidence], ...]:
        """The payees whose name, or the telling words of it, stand in a line."""
        if words not in self._named:
            if len(self._named) > 50_000:
                self._named.clear()
            found = (
                (key, self.evidence(words, self.payees[key], loosely=True))
                for key in self._near(words)
            )
            self._named[words] = tuple((k, each) for k, each in found if each.coverage >= LIKE)
        return self._named[words]

    def _near(self, words: Words) -> Iterable[str]:
        keys: dict[str, None] = {}
        for token in words.tokens:
            having = self._having.get(token, ())
            # A word that a third of all payees have tells nothing.
            if having and len(having) * 3 <= len(self.payees) + 9:
                keys.update(dict.fromkeys(having))
        return keys

    def evidence(
        self, words: Words, names: Iterable[str], *, loosely: bool = False
    ) -> NameEvidence:
        """The best evidence for any of a payee's names; ``loosely`` where it would speak against another."""
        return max(
            (self._of_name(words, name_of(name), loosely=loosely) for name in names),
            key=lambda each: (-(strength_of(each) or NOT_NAMED), each.coverage, each.letters),
            default=NOTHING,
        )

    def _of_name(self, words: Words, name: Name, *, loosely: bool) -> NameEvidence:
        weights = [self.weight(token) for token in name.tokens]
        return evidence_of(name, words, weights, loosely=loosely)


def _weight(count: int, total: int) -> float:
    return max(log(total / count) / log(total), 0.2) if total > 2 else 1.0


def strength_of(evidence: NameEvidence) -> Strength | None:
    """How surely evidence names a payee; None when it does not."""
    if evidence.coverage >= SAME:
        return Strength.SAME_NAME
    if evidence.coverage >= LIKE or evidence.is_cut:
        return Strength.LIKE_NAME
    return Strength.WEAK_NAME if evidence.coverage >= WEAK else None
