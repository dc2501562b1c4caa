"""Reading a council's figures, the one road by which a rule gets its number of judgement; its school
terms; and its account with the card processor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from marketplace.accounts.models import Authority
from marketplace.accounts.queries import council_hosts, councils, hosts_of
from marketplace.accounts.viewer import Viewer
from marketplace.core.periods import Period
from marketplace.core.rooms import Figure, collected
from marketplace.core.sealing import unseal
from marketplace.core.times import LONGEST_HOLIDAY
from marketplace.council.models import CardProcessorAccount, CouncilFigure, SchoolTerm
from marketplace.council.rules import ProcessorMode, Taken


def taken_by_councils() -> Taken:
    """What no new council can have, because another has it."""
    there = councils()
    return Taken(
        slugs=frozenset(one.slug for one in there),
        hosts=frozenset(council_hosts()),
        ons_codes=frozenset(one.ons_code for one in there if one.ons_code),
    )


def figure(authority_id: int, key: str, day: date, *, moment: datetime | None = None) -> int:
    """A figure of a council on a day: what it set, or the usual value that the room declares; with
    `moment`, as known before it.

    Raises KeyError for a key that no room declares.
    """
    return figures(authority_id, [key], day, moment=moment)[key]


def figures(
    authority_id: int, keys: list[str], day: date, *, moment: datetime | None = None
) -> dict[str, int]:
    """Several figures of a council on a day, in one query. `moment` and KeyError as in `figure`."""
    declared = collected().figures
    found = {key: declared[key].usual for key in keys}
    rows = (
        CouncilFigure.objects.known(moment)
        .filter(authority_id=authority_id, key__in=keys, from_date__lte=day)
        .order_by("from_date")
    )
    found.update({row.key: row.value for row in rows})
    return found


def values_over_time(
    authority_id: int, key: str, *, moment: datetime | None = None
) -> tuple[tuple[date, int], ...]:
    """What a figure of a council is from which day on, the usual value first. One query.

    `moment` and KeyError as in `figure`.
    """
    usual = collected().figures[key].usual
    rows = CouncilFigure.objects.known(moment).filter(authority_id=authority_id, key=key)
    rows = rows.order_by("from_date")
    return ((date.min, usual), *rows.values_list("from_date", "value"))


@dataclass(frozen=True)
class FigureInForce:
    """One figure as it is on a day. `since` and `set_source` are empty while it is the usual one.

    `rows` are what the council has set, by day, the last first: some of it may be still to come.
    """

    declared: Figure
    value: int
    since: date | None = None
    set_source: str = ""
    rows: tuple[CouncilFigure, ...] = ()
    today: date = date.min

    @property
    def coming(self) -> list[CouncilFigure]:
        """What the figure will be, the nearest day first."""
        return [row for row in reversed(self.rows) if row.from_date > self.today]

    @property
    def begun(self) -> list[CouncilFigure]:
        """What it is and was, the last day first."""
        return [row for row in self.rows if row.from_date <= self.today]


def figures_in_force(viewer: Viewer) -> list[tuple[str, list[FigureInForce]]]:
    """Every figure of the viewer's council today, by the pages of its room, then by its label. One query."""
    rows: dict[str, list[CouncilFigure]] = {}
    for row in CouncilFigure.objects.visible_to(viewer).known().order_by("-from_date"):
        rows.setdefault(row.key, []).append(row)
    groups = (
        (room.pages or room.name, [_in_force(one, rows, viewer.today) for one in room.figures])
        for room in collected().all
    )
    return [
        (heading, sorted(lines, key=lambda line: line.declared.label))
        for heading, lines in groups
        if lines
    ]


def figure_in_force(viewer: Viewer, key: str) -> FigureInForce | None:
    """One figure of the viewer's council; None where no room declares it. One query."""
    declared = collected().figures.get(key)
    if declared is None:
        return None
    rows = CouncilFigure.objects.visible_to(viewer).known().filter(key=key)
    rows = rows.select_related("set_by")
    return _in_force(declared, {key: list(rows.order_by("-from_date"))}, viewer.today)


def _in_force(
    declared: Figure, rows: Mapping[str, Sequence[CouncilFigure]], today: date
) -> FigureInForce:
    own = tuple(rows.get(declared.key, ()))
    now = next((row for row in own if row.from_date <= today), None)
    if now is None:
        return FigureInForce(declared, declared.usual, rows=own, today=today)
    return FigureInForce(declared, now.value, now.from_date, now.source, own, today)


def school_terms(
    authority_id: int, period: Period, *, moment: datetime | None = None
) -> list[Period]:
    """A council's school terms in a period, in order; with `moment`, as known before it. One query.

    Those on either side of it come too, as far as a holiday reaches: without them a day of holiday
    could not be told from one of which nothing is known.
    """
    rows = SchoolTerm.objects.known(moment).filter(
        authority_id=authority_id, until_date__gte=period.start - LONGEST_HOLIDAY
    )
    if period.until is not None:
        rows = rows.filter(from_date__lte=period.until + LONGEST_HOLIDAY)
    return [row.period for row in rows.order_by("from_date")]


@dataclass(frozen=True)
class CardProcessor:
    """Whose deliveries a council takes: the account, live or test, the secrets shared with it."""

    account: str
    mode: ProcessorMode
    secrets: tuple[str, ...]

    @property
    def is_live(self) -> bool:
        return self.mode == ProcessorMode.LIVE


def figure_facts(authority_id: int, key: str) -> dict[str, object]:
    """What a council has set of a figure, to tell whether it was changed meanwhile. One query."""
    rows = CouncilFigure.objects.known().filter(authority_id=authority_id, key=key)
    return {"rows": list(rows.order_by("from_date").values_list("from_date", "value", "source"))}


def contact_of(council: Authority) -> dict[str, object]:
    """How people reach a council, as its form asks it, and to tell whether it was changed meanwhile."""
    return {
        "help_phone": council.help_phone,
        "help_hours": council.help_hours,
        "email": council.email,
    }


def addresses_of(council: Authority) -> dict[str, object]:
    """Where a council's mail leads and whom it comes from: likewise. One query."""
    return {"main_host": next(iter(hosts_of(council)), ""), "mail_from": council.mail_from}


def processor_facts(authority_id: int) -> dict[str, object]:
    """When and how a council's account with the card processor was set last, to tell whether it was
    changed meanwhile: a secret is in no sum. One query."""
    row = CardProcessorAccount.objects.filter(authority_id=authority_id).first()
    return {"account": row.account, "mode": row.mode, "set_at": row.set_at} if row else {}


def card_processor(authority_id: int) -> CardProcessor | None:
    """A council's own account with the card processor; None where it has set none."""
    row = CardProcessorAccount.objects.filter(authority_id=authority_id).first()
    if row is None:
        return None
    return CardProcessor(row.account, ProcessorMode(row.mode), tuple(_opened(row)))


def processor_secrets(authority_id: int) -> list[str]:
    """The signing secrets that a council has set, newest first; none where this server cannot open them."""
    row = CardProcessorAccount.objects.filter(authority_id=authority_id).first()
    return _opened(row) if row else []


def secrets_of(authority_id: int) -> str:
    """For what the secrets are encrypted: one council's cannot be put into another's row."""
    return f"card_processor {authority_id}"


def _opened(row: CardProcessorAccount) -> list[str]:
    return list(unseal(row.sealed_secrets, secrets_of(row.authority_id)) or [])
