"""Which plan items and incomes a line names, how surely, and what speaks against it."""

import itertools
from dataclasses import dataclass, replace

from payments.reconciliation.rules.names import strength_of
from payments.reconciliation.rules.payees import payee_key
from payments.reconciliation.rules.spelling import (
    BANK_WORDS,
    LEAST_BEGINNING,
    NOTHING,
    PAYER_WORDS,
    SAME,
    TITLES,
    NameEvidence,
)
from payments.reconciliation.rules.strength import Strength
from payments.reconciliation.rules.values import Case, Income, PaymentLine, Planned
from payments.reconciliation.rules.words import Words, words_of

# Letters of a word that may be a name. Judgement: shorter ones are initials and codes.
LEAST_WORD = 3
# Letters and figures of a reference that may stand anywhere in a line. Judgement: shorter ones stand inside
# other words and numbers.
LEAST_SQUEEZED = 6
# By definition: figures of a UK account number, without the sort code before it.
ACCOUNT_NUMBER = 8


@dataclass(frozen=True, slots=True)
class Naming:
    """How surely, under which names (the payee's, or those of who pays their wages), and whether the line
    names somebody else better."""

    strength: Strength
    payee: tuple[str, ...]
    evidence: NameEvidence = NOTHING
    is_opposed: bool = False


def text_of(line: PaymentLine) -> str:
    """All that the bank wrote."""
    return line.payee if line.reference in line.payee else f"{line.payee} {line.reference}"


def read(line: PaymentLine) -> Words:
    """The words of a line."""
    return words_of(text_of(line))


def names_in(line: PaymentLine, source: Planned | Income, case: Case) -> Naming | None:
    """How a line names a plan item or an income; None when it does not."""
    words = read(line)
    if by_number := _by_number(words, source, case):
        return by_number
    if source.aliases and payee_key(line.payee) in source.aliases:
        return Naming(Strength.SAME_NAME, source.names, NameEvidence(100, len(read(line).squeezed)))
    if isinstance(source, Income) and _has_initials(words, source.initials):
        return Naming(Strength.LIKE_NAME, source.names)
    own = _by_name(words, source.names, case)
    is_anybody = isinstance(source, Planned) and source.is_anybody
    if own and is_anybody and (not is_told(own) or case.index.is_shared(words)):
        return None
    if isinstance(source, Planned) and source.via_names:
        via = _by_name(words, source.via_names, case)
        named = [each for each in (own, via) if each is not None]
        own = min(named, key=lambda each: each.strength, default=None)
    return own or _as_suggested(words, source, case)


def _as_suggested(words: Words, source: Planned | Income, case: Case) -> Naming | None:
    """By a name that one member of staff has confirmed, and no other yet: for a person to see."""
    maybe = source.suggested_names if isinstance(source, Planned) else ()
    found = _by_name(words, maybe, case) if maybe else None
    return replace(found, strength=Strength.WEAK_NAME, payee=source.names) if found else None


def _by_number(words: Words, source: Planned | Income, case: Case) -> Naming | None:
    """By a reference, or by the account of the payee or of who pays their wages."""
    if _has_one_of(words, source.references):
        own = case.index.evidence(words, (*source.names, *_via(source)))
        other = strength_of(own) is None and case.index.names_other(words, source.names)
        return Naming(Strength.REFERENCE, source.names, own, other)
    if isinstance(source, Planned) and has_account(words, source.accounts):
        return Naming(Strength.REFERENCE, source.names)
    if isinstance(source, Planned) and has_account(words, source.via_accounts):
        return Naming(Strength.REFERENCE, source.via_names)
    return None


def has_account(words: Words, accounts: frozenset[str]) -> bool:
    """Whether a line has one of these accounts, with its sort code or by its number alone."""
    return any(not words.accounts.isdisjoint((each, each[-ACCOUNT_NUMBER:])) for each in accounts)


def has_reference(line: PaymentLine, source: Planned | Income) -> bool:
    """Whether a line bears a reference of a plan item or an income."""
    return _has_one_of(read(line), source.references)


def _has_one_of(words: Words, references: frozenset[str]) -> bool:
    return any(_has(words, reference) for reference in references)


def _has(words: Words, reference: str) -> bool:
    """Whether a line carries a reference, however its parts are spaced."""
    joined = len(reference) >= LEAST_SQUEEZED and reference in words.squeezed
    return joined or reference in words.references


def _has_initials(words: Words, initials: frozenset[str]) -> bool:
    """Whether a line has the first letter of a name beside a word with the letter of the surname."""
    tokens = [each for each in words.tokens if each.isalpha() and each not in TITLES]
    return any(
        first[0] == pair[0] and last[0] == pair[1] and max(len(first), len(last)) > 2
        for pair in initials
        for one, two in itertools.pairwise(tokens)
        for first, last in ((one, two), (two, one))
    )


def _via(source: Planned | Income) -> tuple[str, ...]:
    return source.via_names if isinstance(source, Planned) else ()


def _by_name(words: Words, names: tuple[str, ...], case: Case) -> Naming | None:
    evidence = case.index.evidence(words, names)
    strength = strength_of(evidence)
    if strength is None:
        return None
    return Naming(strength, names, evidence, case.index.names_better(words, names, evidence))


def speaks_against(line: PaymentLine, naming: Naming, case: Case) -> bool:
    """Whether the line carries another person's reference, or names another payee better."""
    if naming.strength is Strength.REFERENCE:
        return naming.is_opposed
    return naming.is_opposed or bool(read(line).references & case.foreign_references)


def says_nobody(line: PaymentLine) -> bool:
    """Whether a line has no words but the bank's and the payer's own."""
    words = read(line)
    return not words.accounts and all(
        len(token) < LEAST_WORD or not token.isalpha() or token in BANK_WORDS | PAYER_WORDS
        for token in words.tokens
    )


def is_told(naming: Naming) -> bool:
    """Whether a line has all of a name where anybody may be paid: to the letter, where the name is short."""
    if naming.strength is Strength.REFERENCE or naming.evidence.coverage == 100:
        return True
    return naming.evidence.coverage >= SAME and naming.evidence.letters >= LEAST_BEGINNING
