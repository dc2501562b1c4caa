"""What is known of whoever is paid: kinds of facts, their states, and what cannot be one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from marketplace.accounts.rules import Permission, Role, roles
from marketplace.core.errors import Problem, problem
from marketplace.core.labels import LabelledEnum
from payments.reconciliation.rules.payees import payee_key

MAY_KEEP_PAYEES = Permission("keep_payees", "keep what is known of payees", roles(Role.FINANCE))

#: Letters of a fact, and of the name of a payee. Judgement: as long as a supplier's name may be.
LONGEST_FACT = 160
#: Letters and figures that a name, or a reference, must have. Judgement: shorter ones are anybody's.
LEAST_LETTERS = 3
#: Figures of a sort code, and the least and most of an account number. Source: Pay.UK, sort codes and
#: account numbers; a shorter number is written with zeros before it.
SORT_CODE, LEAST_ACCOUNT, ACCOUNT = 6, 6, 8
_BANK_WORDS = (
    "BILL PAYMENT PAYMENTS FASTER TRANSFER CARD CASH ATM CHEQUE STANDING ORDER DIRECT DEBIT CREDIT REF"
    " REFERENCE TO FROM BANK GIRO ONLINE MOBILE"
)
_COLLECTORS = (
    "SUMUP SQ SQUARE ZETTLE IZETTLE PAYPAL STRIPE WORLDPAY GOCARDLESS GC KLARNA AMAZON AMZN MKTPLACE"
    " MARKETPLACE"
)
#: Words that name no payee: a bank's own, and collectors, through whom many are paid.
NOBODYS = frozenset(f"{_BANK_WORDS} {_COLLECTORS}".split())
_NOT_A_FIGURE = re.compile(r"\D+")
_NOT_IN_A_REFERENCE = re.compile(r"[^A-Z0-9]+")


class PayeeFactKind(LabelledEnum):
    """What a fact is."""

    TRADING_NAME = "trading", "Trading name"
    FORMER_NAME = "former", "Former name"
    OWNER_NAME = "owner", "Owner’s name"
    BANK_NAME = "bank_name", "Name on bank payments"
    DESCRIPTOR = "descriptor", "Name on card payments"
    ACCOUNT = "account", "Bank account"
    REFERENCE = "reference", "Reference"


#: Names, as anybody may write them; the words of a card scheme are kept apart.
NAMES = frozenset(
    {
        PayeeFactKind.TRADING_NAME,
        PayeeFactKind.FORMER_NAME,
        PayeeFactKind.OWNER_NAME,
        PayeeFactKind.BANK_NAME,
    }
)
#: Kinds that are read as names are: one text of one payee is one fact, whatever kind it was called.
WORDED = NAMES | {PayeeFactKind.DESCRIPTOR}


class FactSource(LabelledEnum):
    """Where a fact is from."""

    TYPED = "typed", "Entered by staff"
    LEARNT = "learnt", "From a matched payment"


class PayeeFactState(LabelledEnum):
    """How sure a fact is. Only what two people of the council confirmed matches by itself."""

    SUGGESTED = "suggested", "Confirmed once"
    AUTOMATIC = "automatic", "Confirmed twice"
    REFUSED = "refused", "Refused"
    ENDED = "ended", "Ended"


FACT_TRANSITIONS: Mapping[PayeeFactState, frozenset[PayeeFactState]] = {
    PayeeFactState.SUGGESTED: frozenset(
        {PayeeFactState.AUTOMATIC, PayeeFactState.REFUSED, PayeeFactState.ENDED}
    ),
    PayeeFactState.AUTOMATIC: frozenset({PayeeFactState.REFUSED, PayeeFactState.ENDED}),
    PayeeFactState.REFUSED: frozenset({PayeeFactState.ENDED}),
    PayeeFactState.ENDED: frozenset(),
}
#: Used in matching.
IN_USE = (PayeeFactState.SUGGESTED, PayeeFactState.AUTOMATIC)


@dataclass(frozen=True, slots=True)
class PayeeSubject:
    """Whoever is paid: a supplier of the directory, somebody of one person's alone, or, with neither, an
    organisation that the council knows besides. `name` is what staff call them."""

    authority_id: int
    name: str
    supplier_id: int | None = None
    person_id: int | None = None

    @property
    def is_private(self) -> bool:
        """Whether they are one person's payee, of whom nobody else's payments learn."""
        return self.person_id is not None

    @property
    def key(self) -> str:
        """Tells them from every other payee, whether anything is kept of them or not."""
        if self.supplier_id is not None:
            return f"supplier:{self.supplier_id}"
        name = name_key(self.name)
        if self.person_id is not None:
            return f"person:{self.person_id}:{name}"
        return f"council:{self.authority_id}:{name}"


@dataclass(frozen=True, slots=True)
class PayeeFacts:
    """What a payment to a payee may say. Names, descriptors and references are as they were written;
    an account is 14 figures, sort code first."""

    names: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()
    descriptors: frozenset[str] = frozenset()
    references: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LinePayee:
    """Who is paid for a plan line, and what their payments may say: what may match by itself, and what
    may only be suggested, because one person confirmed it or several payees share it."""

    key: str
    automatic: PayeeFacts
    suggested: PayeeFacts


@dataclass(frozen=True, slots=True)
class NewFact:
    """A fact as staff type it."""

    kind: PayeeFactKind
    text: str


def name_key(name: str) -> str:
    """A payee's name as plans spell it: case and spaces do not count."""
    return " ".join(name.casefold().split())


def fact_key(kind: PayeeFactKind, text: str) -> str:
    """What two facts of a kind have alike when they are the same."""
    if kind is PayeeFactKind.ACCOUNT:
        figures = _NOT_A_FIGURE.sub("", text)
        return figures[:SORT_CODE] + figures[SORT_CODE:].zfill(ACCOUNT)
    if kind is PayeeFactKind.REFERENCE:
        return _NOT_IN_A_REFERENCE.sub("", text.upper())
    return payee_key(text)


def fact_text(kind: PayeeFactKind, text: str) -> str:
    """A fact as it is kept and shown: `20-00-00 55779911`, or the words with single spaces."""
    if kind is PayeeFactKind.ACCOUNT:
        key = fact_key(kind, text)
        return f"{key[:2]}-{key[2:4]}-{key[4:6]} {key[6:]}"
    return " ".join(text.split())


def names_somebody(key: str) -> bool:
    """Whether a name, as `fact_key` reads it, says who is paid; a bank's words and collectors do not."""
    words = set(key.split()) - NOBODYS
    return sum(len(word) for word in words if not word.isdigit()) >= LEAST_LETTERS


def payee_name_problems(name: str) -> list[Problem]:
    """Why this cannot be what a payee is called."""
    if not name.strip():
        return [problem("payee_name_missing", "name")]
    return _too_long("name", name)


def fact_problems(new: NewFact) -> list[Problem]:
    """Why this cannot be a fact of a payee."""
    if not new.text.strip():
        return [problem("payee_fact_missing", "text")]
    if long := _too_long("text", new.text):
        return long
    if new.kind is PayeeFactKind.ACCOUNT:
        figures = len(_NOT_A_FIGURE.sub("", new.text))
        whole = LEAST_ACCOUNT <= figures - SORT_CODE <= ACCOUNT
        return [] if whole else [problem("payee_account_wrong", "text")]
    key = fact_key(new.kind, new.text)
    if new.kind in WORDED and not names_somebody(key):
        return [problem("payee_name_says_nobody", "text")]
    return [] if len(key) >= LEAST_LETTERS else [problem("payee_fact_too_short", "text")]


def confirming_problems(
    state: PayeeFactState, recorded_by: int | None, by: int | None
) -> list[Problem]:
    """Why a user cannot be the second who confirms a fact."""
    if state is not PayeeFactState.SUGGESTED:
        return [problem("payee_fact_not_waiting")]
    if recorded_by is not None and recorded_by == by:
        return [problem("payee_fact_own")]
    return []


def known_problem(state: PayeeFactState) -> Problem:
    """Why a text cannot be recorded a second time of one payee, by the state of the first."""
    if state is PayeeFactState.REFUSED:
        return problem("payee_fact_refused_before", "text")
    return problem("payee_fact_known", "text")


def _too_long(field: str, text: str) -> list[Problem]:
    over = len(text.strip()) - LONGEST_FACT
    return [problem("payee_text_too_long", field, most=LONGEST_FACT)] if over > 0 else []
