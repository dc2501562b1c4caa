"""The chains of seals: where each stands, what the next covers, and whether each still holds.

Each council has a chain. Seals without a council are the first chain, of all councils together, which
was closed when the councils' own began; theirs follow its last seal, so that it stays proved.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.db.models import Min

from marketplace.accounts.models import Authority
from marketplace.core.dates import london_date
from payments.ledger.models import Seal, SealExamination, Transfer
from payments.ledger.rules import GENESIS, SealedRow, SealForm, seal_digest

_SEALED_COLUMNS = (
    "pk",
    "debit_id",
    "credit_id",
    "amount_pence",
    "code",
    "effective_date",
    "source",
    "reference",
    "leg",
    "group",
    "reverses_id",
)
_OF_ACCOUNT = (
    "authority_id",
    "kind",
    "code",
    "person_id",
    "plan_line_id",
    "fund_id",
    "currency",
)
#: What a seal of the later form covers beside these.
_MORE_COLUMNS = (
    "uuid",
    "authority_id",
    "group_total_pence",
    "recorded_at",
    *(f"{side}__{name}" for side in ("debit", "credit") for name in _OF_ACCOUNT),
)


def sealed_rows(
    *,
    authority_id: int | None,
    after: int,
    until: int,
    limit: int | None = None,
    form: int = SealForm.TRANSFER,
) -> Iterator[SealedRow]:
    """A council's transfers after one id, up to and with another, as a seal sees them; with None,
    those of every council."""
    found = Transfer.objects.filter(pk__gt=after, pk__lte=until).order_by("pk")
    if authority_id is not None:
        found = found.filter(authority_id=authority_id)
    more = _MORE_COLUMNS if form == SealForm.TRANSFER_AND_ACCOUNTS else ()
    for values in found.values_list(*_SEALED_COLUMNS, *more)[:limit].iterator(chunk_size=2000):
        own, rest = values[: len(_SEALED_COLUMNS)], values[len(_SEALED_COLUMNS) :]
        yield replace(SealedRow(*own), more=tuple(_as_text(each) for each in rest))


def _as_text(value: object) -> str:
    """The same whichever database gave it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class SealLink:
    """The end of a chain so far: what the next seal must name, and the last transfer covered."""

    digest: str = GENESIS
    last_transfer_id: int = 0


def first_link(authority_id: int | None) -> SealLink:
    """What the first seal of a chain follows: for a council the closed first chain, if there was one."""
    return SealLink() if authority_id is None else last_link(None)


def last_link(authority_id: int | None) -> SealLink:
    """What the next seal of a chain follows."""
    last = Seal.objects.filter(authority_id=authority_id).order_by("pk").last()
    return SealLink(last.digest, last.last_transfer_id) if last else first_link(authority_id)


def councils_that_posted() -> list[int]:
    """The ids of the councils that have transfers."""
    return list(
        Transfer.objects.order_by("authority_id").values_list("authority_id", flat=True).distinct()
    )


@dataclass(frozen=True, slots=True)
class CheckedSeal:
    """A seal, and what stands in its place now: `found` is made as its digest was."""

    seal: Seal
    found: str
    follows: bool
    examined: SealExamination | None

    @property
    def holds(self) -> bool:
        return self.follows and self.found == self.seal.digest

    @property
    def is_explained(self) -> bool:
        """Whether somebody examined just what is found now; whatever changes later shows again."""
        return self.examined is not None and self.examined.found_digest == self.found


def checked_seals() -> Iterator[CheckedSeal]:
    """Every seal of every chain, the first chain before the councils'."""
    for authority_id in _chains():
        yield from checked_chain(authority_id)


def _chains() -> list[int | None]:
    chains = Seal.objects.order_by("authority_id").values_list("authority_id", flat=True).distinct()
    return sorted(chains, key=lambda council: council or 0)


def checked_chain(authority_id: int | None) -> Iterator[CheckedSeal]:
    """Every seal of one chain, in its order."""
    before = first_link(authority_id)
    seals = Seal.objects.filter(authority_id=authority_id).order_by("pk")
    for seal in seals.prefetch_related("examinations"):
        yield _checked(seal, before)
        before = SealLink(seal.digest, seal.last_transfer_id)


def _checked(seal: Seal, before: SealLink) -> CheckedSeal:
    rows = sealed_rows(
        authority_id=seal.authority_id,
        after=before.last_transfer_id,
        until=seal.last_transfer_id,
        form=seal.form,
    )
    found = seal_digest(before.digest, rows)
    examined = max(seal.examinations.all(), key=lambda one: one.pk, default=None)
    return CheckedSeal(seal, found, seal.previous_digest == before.digest, examined)


def last_seals_broken() -> Iterator[str]:
    """A sentence for each chain whose last seal does not hold; its other seals are not looked at."""
    for authority_id in _chains():
        last, *earlier = Seal.objects.filter(authority_id=authority_id).order_by("-pk")[:2]
        link = [SealLink(one.digest, one.last_transfer_id) for one in earlier]
        checked = _checked(last, link[0] if link else first_link(authority_id))
        if not checked.holds and not checked.is_explained:
            yield " ".join(_what_is_wrong(checked))


def oldest_unsealed() -> datetime | None:
    """When the oldest transfer was recorded that no seal covers; None when all are covered."""
    waiting = (
        Transfer.objects.filter(
            authority_id=authority_id, pk__gt=last_link(authority_id).last_transfer_id
        ).aggregate(first=Min("recorded_at"))["first"]
        for authority_id in councils_that_posted()
    )
    return min((first for first in waiting if first), default=None)


def broken_seals() -> Iterator[str]:
    """A sentence for each seal that does not hold, unless it was examined as it is."""
    for checked in checked_seals():
        if not checked.holds and not checked.is_explained:
            yield " ".join(_what_is_wrong(checked))


def examined_seals() -> Iterator[str]:
    """A sentence for each broken seal that was examined, and is still as it was found then."""
    for checked in checked_seals():
        if not checked.holds and checked.is_explained and checked.examined:
            examined = checked.examined
            yield (
                f"{_name(checked.seal)} is broken and was examined on "
                f"{london_date(examined.examined_at):%-d %B %Y}: {examined.reason}"
            )


def _what_is_wrong(checked: CheckedSeal) -> Iterator[str]:
    seal = checked.seal
    if not checked.follows:
        yield f"{_name(seal)} does not follow the seal before it."
    if checked.found != seal.digest:
        accounts = ", or their accounts," if seal.form != SealForm.TRANSFER else ""
        yield (
            f"{_name(seal)} is broken: transfers {seal.first_transfer_id} to "
            f"{seal.last_transfer_id}{accounts} are not as they were sealed."
        )
    if checked.examined:
        day = f"{london_date(checked.examined.examined_at):%-d %B %Y}"
        yield f"They have changed since the seal was examined on {day}."


def _name(seal: Seal) -> str:
    """A seal as a sentence begins with it: its council, its number, its day."""
    return f"{_chain(seal.authority_id)}: seal {seal.pk} of {london_date(seal.sealed_at):%-d %B %Y}"


def _chain(authority_id: int | None) -> str:
    if authority_id is None:
        return "All councils, first chain"
    council = Authority.objects.filter(pk=authority_id).first()
    return council.name if council else f"Council {authority_id}, which is not there"
