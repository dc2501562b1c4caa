"""England's figures for what a person pays towards their care, and from when they hold.

Of the minimum income guarantee those of a single person; its premiums, and its amounts for couples
and for people of 18 to 24, come with the financial assessment that would ask for them.
"""

from datetime import date

from marketplace.core.rooms import Figure

#: The first day of the year of benefits for which the circular gives them; each spring has another.
CHARGING_FROM = date(2026, 4, 6)
_CIRCULAR = "Charging for care and support 2026 to 2027: local authority circular LAC(DHSC)(2026)2"
#: In pence. Far above any of them: what is more is pounds typed as pence, or pence as pounds.
_MOST = 100_000_000


def _of_england(key: str, label: str, pence: int, source: str = _CIRCULAR) -> Figure:
    return Figure(key, label, "pence", pence, source, most=_MOST, not_used_yet=True)


CHARGING = (
    _of_england(
        "upper_capital_limit",
        "Charging: savings above which a person pays for all their care",
        2_325_000,
        f"{_CIRCULAR}; for care at home a council may set more",
    ),
    _of_england(
        "lower_capital_limit", "Charging: savings below which none of them count", 1_425_000
    ),
    _of_england(
        "tariff_income_step",
        "Charging: savings between the two limits that count as £1 of income a week",
        25_000,
        "Care and Support (Charging and Assessment of Resources) Regulations 2014, regulation 25",
    ),
    _of_england(
        "personal_expenses_allowance",
        "Charging: what a person in a care home keeps of their income a week",
        3_180,
    ),
    _of_england(
        "minimum_income_pension_age",
        "Charging: least income a week left to a single person of pension age at home",
        24_145,
        f"{_CIRCULAR}; a council may leave more",
    ),
    _of_england(
        "minimum_income_from_25",
        "Charging: least income a week left to a single person from 25 to pension age at home",
        12_040,
        f"{_CIRCULAR}; before premiums; a council may leave more",
    ),
)
