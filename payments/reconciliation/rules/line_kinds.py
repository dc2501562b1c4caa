"""Lines that are no payment and no income: fees, interest, transfers between own accounts, agreed cash."""

from payments.reconciliation.rules.naming import read
from payments.reconciliation.rules.spelling import BANK_WORDS
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
    if line.amount_pence < 0 and (
        line.mcc in case.settings.cash_mccs
        or (not line.mcc and Said.CASH in words.said and Said.FEE not in words.said)
    ):
        within = -line.amount_pence <= case.settings.cash_limit_pence
        return TargetKind.CASH if within else None
    if Said.FEE in words.said and -DEAREST_FEE <= line.amount_pence < 0:
        return TargetKind.FEE
    if Said.TRANSFER in words.said and not words.accounts and not _names_somebody(words):
        return TargetKind.TRANSFER
    return None


def _names_somebody(words: Words) -> bool:
    """Whether a transfer has words that are no bank's: then it is to somebody."""
    return any(
        token.isalpha() and len(token) > 1 and token not in BANK_WORDS | OWN_WORDS
        for token in words.tokens
    )
