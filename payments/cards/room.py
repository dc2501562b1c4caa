"""What this room declares."""

from marketplace.accounts.rules import Role
from marketplace.core.rooms import (
    MenuEntry,
    OpenInPeriod,
    Pack,
    Queue,
    Room,
    SettingsGroup,
    SettingsPage,
    SubjectPage,
    WhoIsTold,
    nobody_told,
)
from marketplace.council.rules import MAY_SET_OUTSIDE
from marketplace.people.models import Person
from payments.cards.event_words import EVENTS, SUBJECTS
from payments.cards.health import CHECKS
from payments.cards.keeps import KEEPS, STORES
from payments.cards.models import CsvLayout, SharedAccount
from payments.cards.queries import (
    pending_lines,
    person_of_account_page,
    unfinished_statements,
    unowned_shared_lines,
)
from payments.cards.rules import (
    FIGURES,
    MAY_IMPORT_MONEY,
    MAY_TAKE_BACK,
    AccountReading,
    CardNotice,
    CardState,
    EventState,
    HoldState,
    ImportState,
    ImportTask,
    LineState,
    MoneyPurpose,
    SharedLineState,
    UploadState,
)
from payments.cards.samples import SAMPLES
from payments.cards.wording import NOTIFICATIONS, SENTENCES

FINANCE = frozenset({Role.FINANCE})

ROOM = Room(
    name="cards",
    urls="payments.cards.urls",
    pages="Accounts and statements",
    permissions=(MAY_IMPORT_MONEY, MAY_TAKE_BACK),
    task_kinds=tuple(ImportTask),
    purposes=tuple(MoneyPurpose),
    readings=tuple(AccountReading),
    menu=(
        MenuEntry("Statements", "cards:imports", FINANCE, order=51),
        MenuEntry("Cards and accounts", "cards:accounts", FINANCE, order=52),
    ),
    queues=(
        Queue(ImportTask.ACCOUNT, "people who need an account", "cards:to_open"),
        Queue(ImportTask.WHOSE, "shared accounts with payments to give", "cards:shared_accounts"),
    ),
    shared_tags=("cards_tags",),
    settings_pages=(
        SettingsPage(
            "Card processor",
            "cards:processor",
            MAY_SET_OUTSIDE,
            "The council’s account with the firm that runs its payment cards.",
            SettingsGroup.MONEY,
        ),
    ),
    subject_pages={
        "money/accounts/<uuid:public_id>/": SubjectPage(
            Person._meta.label_lower, person_of_account_page
        ),
    },
    notifications=NOTIFICATIONS,
    who_is_told=(
        WhoIsTold(CardState.FROZEN, (CardNotice.FROZEN,)),
        # When it was frozen; whoever first pays with a new card knows that it works.
        WhoIsTold(CardState.ISSUED, (CardNotice.UNFROZEN,)),
        WhoIsTold(CardState.ACTIVE, (CardNotice.UNFROZEN,)),
        WhoIsTold(CardState.REPLACED, (CardNotice.REPLACED,)),
        WhoIsTold(CardState.CLOSED, (CardNotice.CLOSED,)),
        *nobody_told("the bank booked it: the person's payments show it", LineState.BOOKED),
        *nobody_told(
            "the bank says no more of it: the person's payments show that",
            LineState.GONE,
            LineState.PENDING,
        ),
        *nobody_told(
            "a mistake of ours is out of the person's payments, as if it had not been made",
            LineState.WITHDRAWN,
        ),
        *nobody_told(
            "who confirms a statement or takes it back is shown what became of it",
            *(state for state in ImportState if state != ImportState.STAGED),
        ),
        *nobody_told(
            "the card processor says it: the person's balance shows it",
            *(state for state in HoldState if state != HoldState.PENDING),
        ),
        *nobody_told(
            "each person’s part is a payment of theirs, which their pages show", *SharedLineState
        ),
        *nobody_told("a page of its own lists what was parked", *EventState),
        *nobody_told(
            "who sent the file is shown what became of it",
            *(state for state in UploadState if state != UploadState.COLUMNS),
        ),
    ),
    open_in_period=(
        OpenInPeriod(
            "statement that is not recorded to its end",
            "statements that are not recorded to their end",
            unfinished_statements,
            "cards:imports",
        ),
        OpenInPeriod(
            "payment of a shared account that is nobody’s yet",
            "payments of shared accounts that are nobody’s yet",
            unowned_shared_lines,
            "cards:shared_accounts",
        ),
        OpenInPeriod(
            "pending card payment", "pending card payments", pending_lines, "cards:accounts"
        ),
    ),
    figures=FIGURES,
    sentences=SENTENCES,
    keeps=KEEPS,
    pack=Pack(
        otherwise={
            CsvLayout: "each is kept when the first file of its bank was read",
            SharedAccount: "finance records each when several people’s money is in it",
        }
    ),
    stores=STORES,
    samples=SAMPLES,
    health=CHECKS,
    events=EVENTS,
    subjects=SUBJECTS,
)
