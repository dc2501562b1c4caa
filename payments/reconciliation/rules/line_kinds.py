"""Lines that are no payment and no income: fees, interest, transfers between own accounts, agreed cash."""

from payments.reconciliation.rules.naming import read
from payments.reconciliation.rules.settings import Settings
from payments.reconciliation.rules.spelling import BANK_WORDS, TITLES
from payments.reconciliation.rules.values import Case, PaymentLine, TargetKind
from payments.reconciliation.rules.words import Said, Words

#: What a transfer between a person's own accounts says.
OWN_WORDS = frozenset(
    "TFR TRF XFER TRANSFER TRANSFERS TO FROM INTERNAL OWN ACCOUNT ACCOUNTS SAVINGS SAVER CONTINGENCY POT RESERVE "
    "ONLINE MOBILE BETWEEN BANKING FUNDS DP CARE TOP UP BACK CURRENT CASH ISA REGULAR STANDING ORDER".split()
)
# Pence of the dearest fee of a bank. Judgement: account fees and unpaid items are under £30; more is a bill
# that only sounds like a fee.
DEAREST_FEE = 3000


def kind_of(line: PaymentLine, case: Case) -> TargetKind | None:
    """What a line is by the bank's own words; None where it is for somebody."""
    words = read(line)
    if words.accounts & case.own_accounts:
        return TargetKind.TRANSFER
    if Said.INTEREST in words.said and line.amount_pence > 0:
        return TargetKind.INTEREST
    if is_cash(line, case.settings):
        is_asked = -line.amount_pence >= case.settings.cash_from_pence
        return None if is_asked else TargetKind.CASH
    if Said.FEE in words.said and -DEAREST_FEE <= line.amount_pence < 0:
        return TargetKind.FEE
    if Said.TRANSFER in words.said and not words.accounts and not _names_somebody(words, case):
        return TargetKind.TRANSFER
    return None


def is_cash(line: PaymentLine, settings: Settings) -> bool:
    """Whether it is cash drawn, by its merchant code or, where there is none, the bank's words."""
    said = read(line).said
    by_words = not line.mcc and Said.CASH in said and Said.FEE not in said
    return line.amount_pence < 0 and (line.mcc in settings.cash_mccs or by_words)


def _names_somebody(words: Words, case: Case) -> bool:
    """Whether a transfer has words that are neither the bank's nor the person's own name: then it is to
    somebody."""
    rest = [
        token
        for token in words.tokens
        if token.isalpha() and token not in BANK_WORDS | OWN_WORDS | TITLES
    ]
    own = case.own_initials if "OWN" in words.tokens else frozenset()
    if len(rest) == 2 and any(rest[0][0] + rest[1][0] in (pair, pair[::-1]) for pair in own):
        return False
    return any(len(token) > 1 for token in rest)
