"""Lines that are no payment and no income: fees, interest, transfers between own accounts, agreed cash."""

from payments.reconciliation.rules.amount_fit import MISFIT, fit_income
from payments.reconciliation.rules.naming import ACCOUNT_NUMBER, has_account, read
from payments.reconciliation.rules.settings import Settings
from payments.reconciliation.rules.spelling import BANK_WORDS, TITLES
from payments.reconciliation.rules.values import Case, PaymentLine, TargetKind
from payments.reconciliation.rules.words import Said, Words

#: What a transfer between a person's own accounts says.
OWN_WORDS = frozenset(
    "TFR TRF XFER TRANSFER TRANSFERS TO FROM INTERNAL OWN ACCOUNT ACCOUNTS SAVINGS SAVER CONTINGENCY POT RESERVE "
    "ONLINE MOBILE BETWEEN BANKING FUNDS DP CARE TOP UP BACK PUT CURRENT CASH ISA REGULAR STANDING ORDER".split()
)
# Pence of the most interest that is known as such. Judgement: a quarter's on £20,000, far more than care accounts hold,
# at 4% a year; more is a payment that says "int".
MOST_INTEREST = 20_000
#: What only an account of one's own is called.
OWN_ACCOUNTS = frozenset("OWN SAVINGS SAVER CONTINGENCY POT RESERVE INTERNAL ISA".split())
# Figures of an own account that say which it is. Judgement: banks print the last four.
LEAST_FIGURES = 4
# Pence of the dearest fee of a bank. Judgement: account fees and unpaid items are under £30; more is a bill
# that only sounds like a fee.
DEAREST_FEE = 3000


def kind_of(line: PaymentLine, case: Case) -> TargetKind | None:
    """What a line is by the bank's own words; None where it is for somebody."""
    words = read(line)
    if has_account(words, case.own_accounts):
        return TargetKind.TRANSFER
    if Said.INTEREST in words.said and 0 < line.amount_pence <= MOST_INTEREST:
        return TargetKind.INTEREST
    if is_cash(line, case.settings):
        is_asked = -line.amount_pence >= case.settings.cash_from_pence
        return None if is_asked else TargetKind.CASH
    if Said.FEE in words.said and -DEAREST_FEE <= line.amount_pence < 0:
        return TargetKind.FEE
    if _is_own_transfer(words, case) and not _may_be_contribution(line, words, case):
        return TargetKind.TRANSFER
    return None


def _may_be_contribution(line: PaymentLine, words: Words, case: Case) -> bool:
    """Whether money in from the person, out of no savings, comes to what they contribute: a transfer of that
    sum is for their care, whatever the bank calls it."""
    if line.amount_pence <= 0 or OWN_ACCOUNTS.intersection(words.tokens):
        return False
    return any(
        fit_income(income, line.amount_pence, line.day, case.settings) != MISFIT
        for income in case.incomes
        if income.kind is TargetKind.CONTRIBUTION
    )


def _is_own_transfer(words: Words, case: Case) -> bool:
    """Whether the line says that the other account is the person's own: by its figures, by what only an own
    account is called, or by the person's own name beside a transfer. "Transfer" alone is to somebody."""
    has_sort_code = any(len(each) > ACCOUNT_NUMBER for each in words.accounts)
    if Said.TRANSFER not in words.said or has_sort_code or _names_somebody(words, case):
        return False
    is_own = bool(OWN_ACCOUNTS.intersection(words.tokens)) or _bears_own_name(words, case)
    return is_own or any(
        len(token) >= LEAST_FIGURES and own.endswith(token)
        for token in words.tokens
        if token.isdigit()
        for own in case.own_accounts
    )


def is_cash(line: PaymentLine, settings: Settings) -> bool:
    """Whether it is cash drawn, by its merchant code or, where there is none, the bank's words."""
    said = read(line).said
    by_words = not line.mcc and Said.CASH in said and Said.FEE not in said
    return line.amount_pence < 0 and (line.mcc in settings.cash_mccs or by_words)


def _names_somebody(words: Words, case: Case) -> bool:
    """Whether a transfer has words that are neither the bank's nor the person's own name: then it is to
    somebody."""
    rest = _other_words(words)
    return any(len(token) > 1 for token in rest) and not _bears_own_name(words, case)


def _bears_own_name(words: Words, case: Case) -> bool:
    rest = _other_words(words)
    return len(rest) == 2 and any(
        rest[0][0] + rest[1][0] in (pair, pair[::-1]) for pair in case.own_initials
    )


def _other_words(words: Words) -> list[str]:
    return [
        token
        for token in words.tokens
        if token.isalpha() and token not in BANK_WORDS | OWN_WORDS | TITLES
    ]
