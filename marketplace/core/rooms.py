"""What a room says of itself in its `room.py`, so that nobody else needs to list it.

`core` defines the shape and keeps what was collected; the roof collects, when all rooms are loaded.
Nothing here imports Django or the database, so that `rules` may name a permission.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from marketplace.core.findings import HealthCheck
from marketplace.core.labels import LabelledEnum
from marketplace.core.retention import FileStore, Kept

#: What a figure may be counted in.
UNITS = ("pence", "days", "weeks", "percent", "count")
#: A refusal's sentence: a format string for its facts, or a function of them.
Sentence = str | Callable[[Mapping[str, Any]], str]
#: From one side (`accounts.samples.Side`) to the keyword arguments of an address or an action.
Arguments = Callable[[Any], Mapping[str, Any]]


@dataclass(frozen=True)
class Permission:
    """One thing that may be done, and which roles may do it. Checked inside the action."""

    code: str
    label: str
    roles: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return self.code


@dataclass(frozen=True)
class MenuEntry:
    """A link in the menu at work: its words, the name of its address, for whom, and where in the
    order (the rooms' entries are sorted by it, then by the order of the rooms)."""

    label: str
    address: str
    roles: frozenset[str]
    order: int = 50


@dataclass(frozen=True)
class Queue:
    """A list of its own for tasks of one kind: what several are called, and where the list is.

    `waiting`: where the list holds more than tasks, how many of it wait for a viewer and the first day
    among them, by the list's own query; `part` is the query of the address that shows just these.
    """

    task_kind: str
    label: str
    address: str
    part: str = ""
    waiting: Callable[[Any], tuple[int, date | None]] | None = None


@dataclass(frozen=True)
class Told:
    """The rows that a notification is of: its subject, and what caused it where that is another row."""

    subject_id: int
    cause_id: int = 0


@dataclass(frozen=True)
class News:
    """What a notification says to its reader now: a sentence that names no person, where to go on,
    and the reference of its subject. Its day is said until the matter is over."""

    sentence: str
    address: str = ""
    reference: str = ""
    is_over: bool = False


#: From a viewer, a kind and what was told of it: the words of what this viewer may still see.
Say = Callable[[Any, StrEnum, Collection[Told]], Mapping[Told, News]]


@dataclass(frozen=True)
class NotificationKind:
    """One kind of thing that people are told, and how it is said.

    `mail_subject` is a format string for `reference`; a person's e-mails all have the same. A
    receipt is for whoever did it: it is not new to them, and its day is that of the answer.
    """

    kind: StrEnum
    mail_subject: str
    say: Say
    is_receipt: bool = False


@dataclass(frozen=True)
class WhoIsTold:
    """Who is told when something comes to a state: by these kinds; or that nobody is, and why.

    Raises ValueError unless it says one of the two.
    """

    state: StrEnum
    kinds: tuple[StrEnum, ...] = ()
    nobody: str = ""

    def __post_init__(self) -> None:
        if bool(self.kinds) == bool(self.nobody):
            raise ValueError(f"{self.state!r}: say who is told, or why nobody is.")


def nobody_told(why: str, *states: StrEnum) -> tuple[WhoIsTold, ...]:
    """That nobody is told when something comes to these states, and why."""
    return tuple(WhoIsTold(state, nobody=why) for state in states)


class SettingsGroup(LabelledEnum):
    """Under which heading a page of the settings desk is listed, in this order."""

    STAFF = "staff", "Staff"
    COUNCIL = "council", "The council"
    DIRECTORY = "directory", "The directory"
    MONEY = "money", "Money"
    RECORDS = "records", "Records and checks"


@dataclass(frozen=True)
class FoundSubject:
    """One thing as the room that has it names it to staff: its id, its name, what tells it from others."""

    subject_id: int
    name: str
    detail: str = ""


@dataclass(frozen=True)
class CaseSubject:
    """A kind of thing that a case of an earlier room may be about: kept there by `kind` and id.

    The room that has it finds it by words (from a viewer), names it by id in the viewer's council, and says
    which users act for some of them. Permission is asked by whoever calls. `kind` is its model's label.
    """

    kind: str
    label: str
    find: Callable[[Any, str], list[FoundSubject]]
    named: Callable[[Any, Collection[int]], Mapping[int, FoundSubject]]
    parties: Callable[[Collection[int]], Collection[int]]


@dataclass(frozen=True)
class SubjectPage:
    """That the pages under an address are about one subject of a kind. `subject_id` leads from a council's
    id and the parts of the address to the subject's id; None where there is none such."""

    kind: str
    subject_id: Callable[[int, Mapping[str, Any]], int | None]


@dataclass(frozen=True)
class SettingsPage:
    """A page of the settings desk: its words, the name of its address, who may open it, what it is
    for in a sentence, and the heading that it is listed under."""

    label: str
    address: str
    permission: Permission
    about: str = ""
    group: SettingsGroup = SettingsGroup.COUNCIL


@dataclass(frozen=True)
class Work:
    """Work that is one colleague's, which a room hands over when they are away or leave.

    Called inside the action that does so, whose permission covers them. `one` and `several` are what it is counted
    in. `count` takes the viewer and the colleague's id. `lend` takes by, away_id, to_id, from_date
    and until_date, None for good; `take_back` the same, when they come back sooner; `leave` takes by,
    user_id and the first day (from_date) on which they do not work here.
    """

    one: str
    several: str
    count: Callable[[Any, int], int]
    lend: Callable[..., None]
    take_back: Callable[..., None]
    leave: Callable[..., None]


@dataclass(frozen=True)
class Figure:
    """A number of judgement that a council may change from a day: its usual value and its source.

    `unit` is one of UNITS; `least` and `most` are inclusive, in that unit. `options` are the words of
    each value where it is a choice. `not_used_yet` says that councils keep it already, with its days,
    for a calculation to come. Raises ValueError for another unit.
    """

    key: str
    label: str
    unit: str
    usual: int
    source: str
    most: int = 3_650
    least: int = 0
    options: Mapping[int, str] = field(default_factory=dict, hash=False)
    not_used_yet: bool = False

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise ValueError(f"{self.key}: {self.unit} is none of {', '.join(UNITS)}.")


@dataclass(frozen=True)
class TermUse:
    """Where a room uses a council's terms: what one and several such things are called, and how
    many of them use each term, by the term's id. A term that nothing uses may be left out."""

    one: str
    several: str
    count: Callable[[Collection[int]], Mapping[int, int]]


@dataclass(frozen=True)
class OpenInPeriod:
    """A kind of thing that may be unsettled when a period of the books is closed: what one and several
    are called, how many there are of a council before a day, and the address of the list of them."""

    one: str
    several: str
    count: Callable[[int, date], int]
    address: str


@dataclass(frozen=True)
class Samples:
    """Rows of a room, and which of them each of its addresses and actions takes.

    Every function takes one side: a council, its users by role, and the rows that the rooms before
    made for it. An address is named as `reverse` names it; where another role needs another object,
    `"room:name for role"` comes first. An address or action that is named nowhere fails the walks.
    """

    make: Callable[[Any], None] = lambda side: None
    addresses: Mapping[str, Arguments] = field(default_factory=dict)
    #: Addresses whose parts are nobody's object: a step of a form, a file's path.
    without_object: frozenset[str] = frozenset()
    #: Addresses that are not there even for their own role, unless something else was done before.
    not_at_once: frozenset[str] = frozenset()
    #: Whether each page and file of the room shows something of people, but for those named beside it.
    about_people: bool = False
    about_nobody: frozenset[str] = frozenset()
    #: By an action's name: the arguments with which somebody who may not calls it.
    calls: Mapping[str, Arguments] = field(default_factory=dict)
    #: Actions that any signed-in user may take, or that move nothing of anybody's.
    for_anybody: frozenset[str] = frozenset()
    #: Actions whose check is of a user, so that no machine is a wrong actor.
    for_users: frozenset[str] = frozenset()
    #: Actions that the holders of a role take for the whole council, strangers to the case included.
    for_council: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Pack:
    """What a new council begins with from a room.

    `start` is an action that takes the council as `authority`; called again it adds what is not there.
    `makes` are the models of which it makes rows. `otherwise` are models whose rows are a council's
    too, with how it gets them. `begins_with` says in a few words what is there then. `next_steps`
    tell whoever made the council what only they can enter; `{slug}` in them is the council's.
    """

    start: Callable[..., None] | None = None
    makes: tuple[Any, ...] = ()
    otherwise: Mapping[Any, str] = field(default_factory=dict)
    begins_with: str = ""
    next_steps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Room:
    """One room's declaration. `urls` is included at the root of the site; None where it has none.

    `shared_tags` are the libraries of template tags that any room's pages may load. `readings` are
    the lists and files that show several people together; a label follows "in", as the people in
    them read it: "a list of payments to check". `stores` are the folders of private files. `pages`
    names its pages for the page that says who may see what. `events` are the words of what its
    actions record, by the event's name; `settings_events` are those about the council's settings,
    which whoever keeps them may read; `server_events` are of the whole server, in no council's trail.
    `subjects` are words for what the events are about, by the model's name in the trail, where staff
    call it otherwise than its class is named. `term_uses` count what uses the terms of the
    vocabulary; whoever declares one moves its rows on `term_merged`.
    `withheld` are subjects of which nobody is told: reading of them leaves no line that a person sees,
    and the trail shows what was done to each to those alone whom its `visible_to` lets see it.
    """

    name: str
    urls: str | None = None
    pages: str = ""
    url_prefix: str = ""
    permissions: tuple[Permission, ...] = ()
    task_kinds: tuple[StrEnum, ...] = ()
    purposes: tuple[StrEnum, ...] = ()
    readings: tuple[LabelledEnum, ...] = ()
    menu: tuple[MenuEntry, ...] = ()
    queues: tuple[Queue, ...] = ()
    notifications: tuple[NotificationKind, ...] = ()
    who_is_told: tuple[WhoIsTold, ...] = ()
    shared_tags: tuple[str, ...] = ()
    settings_pages: tuple[SettingsPage, ...] = ()
    works: tuple[Work, ...] = ()
    case_subjects: tuple[CaseSubject, ...] = ()
    subject_pages: Mapping[str, SubjectPage] = field(default_factory=dict)
    figures: tuple[Figure, ...] = ()
    keeps: tuple[Kept, ...] = ()
    stores: tuple[FileStore, ...] = ()
    sentences: Mapping[str, Sentence] = field(default_factory=dict)
    pack: Pack | None = None
    samples: Samples | None = None
    health: tuple[HealthCheck, ...] = ()
    events: Mapping[str, str] = field(default_factory=dict)
    settings_events: frozenset[str] = frozenset()
    server_events: frozenset[str] = frozenset()
    subjects: Mapping[str, str] = field(default_factory=dict)
    withheld: frozenset[str] = frozenset()
    term_uses: tuple[TermUse, ...] = ()
    open_in_period: tuple[OpenInPeriod, ...] = ()


class RoomsClash(Exception):
    """Two rooms declare the same word."""


class Rooms:
    """What all rooms declared, in the order of INSTALLED_APPS."""

    def __init__(self, rooms: Iterable[Room] = ()) -> None:
        self.all = tuple(rooms)
        self._refuse_clashes()
        self.sentences = {code: s for room in self.all for code, s in room.sentences.items()}
        self.figures = {figure.key: figure for room in self.all for figure in room.figures}
        self.permissions = tuple(p for room in self.all for p in room.permissions)
        self.readings = {str(one): one.label for room in self.all for one in room.readings}
        self.keeps = tuple(kept for room in self.all for kept in room.keeps)
        self.queues = {queue.task_kind: queue for room in self.all for queue in room.queues}
        told = (one for room in self.all for one in room.notifications)
        self.notifications = {str(one.kind): one for one in told}
        entries = [entry for room in self.all for entry in room.menu]
        self.menu = tuple(sorted(entries, key=lambda entry: entry.order))
        self.health = tuple(check for room in self.all for check in room.health)
        self.works = tuple(work for room in self.all for work in room.works)
        self.packs = tuple(room.pack for room in self.all if room.pack)
        self.events = {event: words for room in self.all for event, words in room.events.items()}
        self.term_uses = tuple(use for room in self.all for use in room.term_uses)
        self.subjects = {name: one for room in self.all for name, one in room.subjects.items()}
        self.withheld = frozenset().union(*(room.withheld for room in self.all))
        self.settings_events = frozenset().union(*(room.settings_events for room in self.all))
        self.server_events = frozenset().union(*(room.server_events for room in self.all))
        self.settings_pages = tuple(page for room in self.all for page in room.settings_pages)
        self.case_subjects = {one.kind: one for room in self.all for one in room.case_subjects}
        self.subject_pages = {
            name: page for room in self.all for name, page in room.subject_pages.items()
        }

    def _refuse_clashes(self) -> None:
        for what, words in {
            "room": [room.name for room in self.all],
            "permission": [p.code for room in self.all for p in room.permissions],
            "task kind": [str(kind) for room in self.all for kind in room.task_kinds],
            "notification": [str(n.kind) for room in self.all for n in room.notifications],
            "purpose": [str(purpose) for room in self.all for purpose in room.purposes],
            "reading": [str(one) for room in self.all for one in room.readings],
            "figure": [figure.key for room in self.all for figure in room.figures],
            "model": [str(kept.model) for room in self.all for kept in room.keeps],
            "refusal": [code for room in self.all for code in room.sentences],
            "event": [event for room in self.all for event in room.events],
            "health check": [check.name for room in self.all for check in room.health],
            "subject of cases": [one.kind for room in self.all for one in room.case_subjects],
            "page of a subject": [name for room in self.all for name in room.subject_pages],
            "sample address": [
                name for room in self.all if room.samples for name in room.samples.addresses
            ],
        }.items():
            twice = sorted({word for word in words if words.count(word) > 1})
            if twice:
                raise RoomsClash(f"Two rooms declare the {what} {', '.join(twice)}.")


class _Collected:
    rooms = Rooms()


def install(rooms: Iterable[Room]) -> None:
    """Keep what the roof collected. Raises RoomsClash when two rooms declare one word."""
    _Collected.rooms = Rooms(rooms)


def collected() -> Rooms:
    """What all rooms declared."""
    return _Collected.rooms
