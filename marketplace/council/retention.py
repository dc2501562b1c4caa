"""How long each kind of record is kept: the usual figures, in days, with what each rests on.

Law gives no single number for social care: councils publish schedules of their own, so each is a figure.
"""

from marketplace.core.rooms import Figure

YEAR = 365
#: No record of ours needs more than a century.
LONGEST = 100 * YEAR + 25


def _kept(key: str, label: str, usual: int, source: str) -> Figure:
    return Figure(key, f"Keep {label}", "days", usual, source, most=LONGEST)


RETENTION = (
    _kept(
        "keep_case",
        "a person’s record after their support ends",
        8 * YEAR + 2,
        "8 years: NHS Records Management Code of Practice 2021, adult social care records",
    ),
    _kept(
        "keep_read_log",
        "the list of who looked at a record",
        6 * YEAR + 1,
        "6 years, in which a claim can be made: Limitation Act 1980, s.2",
    ),
    _kept(
        "keep_supplier",
        "a supplier’s record after it leaves",
        7 * YEAR + 2,
        "the 6 financial years after the one it left in: Limitation Act 1980, s.5",
    ),
    _kept(
        "keep_refused_application",
        "a refused application for accreditation",
        YEAR,
        "judgement: long enough for an appeal and a second application",
    ),
    _kept(
        "keep_unsent_application",
        "an application that was never sent",
        YEAR,
        "judgement: nobody has decided anything on it",
    ),
    _kept(
        "keep_account",
        "an account that nobody uses",
        3 * YEAR,
        "judgement: who signs in to nothing for so long can open a new account",
    ),
    _kept(
        "keep_done_task",
        "a task that is done",
        2 * YEAR,
        "judgement: what was done is in the record that the task was about",
    ),
    _kept(
        "keep_notification",
        "what somebody was told",
        2 * YEAR,
        "judgement: what was decided is in the record that it was about",
    ),
    _kept(
        "keep_card_event",
        "what the card processor sent, once it is recorded",
        YEAR + 30,
        "judgement: a financial year and its audit",
    ),
    _kept(
        "keep_ended_hold",
        "a legal hold that has ended",
        6 * YEAR + 1,
        "6 years, in which a claim can be made: Limitation Act 1980, s.2",
    ),
    _kept(
        "keep_concern",
        "a safeguarding concern after it is closed",
        8 * YEAR + 2,
        "8 years, as the record of the person: NHS Records Management Code of Practice 2021",
    ),
    _kept(
        "keep_copy",
        "a copy that a person asked for",
        7,
        "judgement: time to fetch it, and no second record lying about",
    ),
)
