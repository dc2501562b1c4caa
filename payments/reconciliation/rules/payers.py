"""The ways in which a bank writes a council or another public payer."""

from functools import lru_cache

from payments.reconciliation.rules.words import plain

#: What a council's name says of its kind, longest first, with how banks shorten it.
_KINDS = (
    ("METROPOLITAN BOROUGH COUNCIL", ("MBC", "COUNCIL")),
    ("COUNTY BOROUGH COUNCIL", ("CBC", "COUNCIL")),
    ("BOROUGH COUNCIL", ("BC", "COUNCIL")),
    ("COUNTY COUNCIL", ("CC", "COUNCIL", "COUNTY")),
    ("CITY COUNCIL", ("CC", "COUNCIL")),
    ("DISTRICT COUNCIL", ("DC", "COUNCIL")),
    ("COUNCIL", ("COUNCIL", "CC")),
)
#: What a payment says that is the person's own share.
CONTRIBUTION_NAMES = ("Contribution", "Own contribution")
#: What a payment for care says beside the payer.
CARE_WORDS = frozenset(
    "DP DPS DIRECT PAYMENT PAYMENTS PYMTS PYMT ADULT ADULTS SOC SOCIAL CARE PERSONAL BUDGET BUDGETS PB LOAD "
    "CREDITORS CREDITOR ASC FUNDING SUPPORT HEALTH".split()
)
#: What a public body pays for that is no care.
OTHER_WORDS = frozenset("TAX HOUSING BENEFIT REBATE RENT PARKING COUNCILTAX CTAX REFUND".split())


@lru_cache(maxsize=1000)
def ways_to_write(payer: str) -> tuple[str, ...]:
    """A payer's name and how it is shortened: "Fernshire County Council" is FERNSHIRE CC and FCC too."""
    upper = " ".join(plain(payer).split())
    found = {payer}
    for kind, shorts in _KINDS:
        if upper.endswith(kind) and upper != kind:
            place = upper.removesuffix(kind).strip()
            found |= {f"{place} {short}" for short in shorts} | {
                f"{place}{short}" for short in shorts if len(short) > 1
            }
            break
    words = [word for word in upper.split() if word not in {"OF", "THE", "AND"}]
    if len(words) > 2:
        found.add("".join(word[0] for word in words))
    return tuple(sorted(found))
