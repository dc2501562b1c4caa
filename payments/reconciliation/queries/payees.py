"""Who is paid for planned support, and what is known of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.models import PlanItem
from marketplace.people.models import Person
from marketplace.suppliers.models import Supplier
from payments.reconciliation.models import Payee, PayeeFact
from payments.reconciliation.queries.lines import Payment
from payments.reconciliation.rules.payee_facts import (
    IN_USE,
    NAMES,
    WORDED,
    LinePayee,
    PayeeFactKind,
    PayeeFacts,
    PayeeFactState,
    PayeeSubject,
    name_key,
)
from payments.reconciliation.rules.values import TargetKind

#: Suppliers that a search of payees shows. Judgement: who finds more writes more of the name.
MOST_FOUND = 50


def payees_of(authority_id: int) -> dict[str, frozenset[str]]:
    """Every payee that a council shares, by `PayeeSubject.key`, with all names they are known by.

    Suppliers of the directory and organisations known besides: it says how telling a word is. Nobody's
    own payees are among them. Two queries.
    """
    names: dict[str, set[str]] = defaultdict(set)
    suppliers = Supplier.objects.filter(authority=authority_id, erased_at=None)
    for supplier in suppliers:
        subject = supplier_subject(supplier)
        names[subject.key] |= {supplier.name, supplier.cqc_provider_name} - {""}
    shared = Payee.objects.shared().filter(authority=authority_id).select_related("supplier")
    worded = PayeeFact.objects.filter(kind__in=WORDED, state__in=IN_USE)
    facts = _facts_by_payee(worded.filter(payee__in=shared.values("pk")))
    for payee in shared:
        names[payee.subject.key] |= {payee.subject.name, *(one.text for one in facts[payee.pk])}
    return {key: frozenset(found) for key, found in names.items()}


def payees_of_lines(line_ids: Collection[int]) -> dict[int, LinePayee]:
    """Who is paid for each plan line, and what their payments may say. Five queries.

    Of a person's own payees only theirs. A text that several payees share matches none by itself.
    """
    items = newest_items(line_ids)
    subjects = _subjects(items.values())
    payees = _payees(subjects.values())
    facts = _facts_by_payee(
        PayeeFact.objects.filter(payee__in=[row.pk for row in payees.values()], state__in=IN_USE)
    )
    shared = _shared_texts(fact for of_payee in facts.values() for fact in of_payee)
    found = {}
    for line_id, item in items.items():
        subject = subjects[line_id]
        payee = payees.get(subject.key)
        known = facts[payee.pk] if payee else []
        alone = [fact for fact in known if _is_alone(fact, shared, item.line.person_id)]
        sure = [fact for fact in alone if fact.state == PayeeFactState.AUTOMATIC]
        found[line_id] = LinePayee(
            subject.key,
            _facts(sure, _names_on_record(item, subject)),
            _facts([fact for fact in known if fact not in sure]),
        )
    return found


def newest_items(line_ids: Collection[int]) -> dict[int, PlanItem]:
    """What the newest plan says of each line, with its listing's supplier. One query."""
    rows = PlanItem.objects.filter(line__in=line_ids).select_related("line", "listing__supplier")
    return {item.line_id: item for item in rows.order_by("pk")}


def subject_of_line(line_id: int) -> PayeeSubject | None:
    """Who is paid for a plan line; None where no plan has it any more. Two queries."""
    items = newest_items([line_id])
    return _subjects(items.values()).get(line_id)


def supplier_subject(supplier: Supplier) -> PayeeSubject:
    """A supplier of the directory as a payee."""
    return PayeeSubject(supplier.authority_id, supplier.name, supplier_id=supplier.pk)


def payee_of(subject: PayeeSubject) -> Payee | None:
    """The row that is kept of a payee; None as long as nothing is known of them. One query."""
    return _payees([subject]).get(subject.key)


def known_supplier(viewer: Viewer, public_id: UUID) -> PayeeSubject | None:
    """A supplier of the viewer's council as a payee; None where there is none such. One query."""
    here = Supplier.objects.filter(authority=viewer.council_id, erased_at=None)
    found = here.filter(public_id=public_id).first()
    return supplier_subject(found) if found else None


def payee_line_of(payment: Payment) -> int | None:
    """The plan line that a payment went to, as it is matched or else suggested; None where it is none,
    or several."""
    lines = {part.plan_line_id for part in payment.parts if part.plan_line_id}
    if payment.match:
        return lines.pop() if len(lines) == 1 else None
    suggested = payment.exception.suggestion.get("target") if payment.exception else None
    is_line = suggested and suggested[0] == TargetKind.PLAN_LINE
    return int(suggested[1]) if suggested and is_line else None


def facts_like(payee: Payee, kind: PayeeFactKind, key: str) -> QuerySet[PayeeFact]:
    """Facts of a payee that say the same; of names and descriptors, whatever they were called."""
    kinds = WORDED if kind in WORDED else {kind}
    return payee.facts.not_ended().filter(kind__in=kinds, key=key).order_by("pk")


def _subjects(items: Collection[PlanItem] | Iterable[PlanItem]) -> dict[int, PayeeSubject]:
    """Who is paid for each item, by its line: who pays the wages, where somebody does. One query."""
    rows = list(items)
    bureaus = {name_key(item.paid_via) for item in rows if item.paid_via}
    councils = Payee.objects.filter(supplier=None, person=None, name_key__in=bureaus)
    known = set(councils.values_list("authority", "name_key"))
    return {item.line_id: _subject(item, known) for item in rows}


def _subject(item: PlanItem, known: Collection[tuple[int, str]]) -> PayeeSubject:
    authority_id, person_id = item.line.authority_id, item.line.person_id
    if item.paid_via:
        is_shared = (authority_id, name_key(item.paid_via)) in known
        return PayeeSubject(authority_id, item.paid_via, None, None if is_shared else person_id)
    if item.listing is not None:
        return supplier_subject(item.listing.supplier)
    return PayeeSubject(authority_id, item.provider_name or item.title, None, person_id)


def _names_on_record(item: PlanItem, subject: PayeeSubject) -> frozenset[str]:
    names = {subject.name}
    if subject.supplier_id is not None and item.listing is not None:
        names |= {item.provider_name, item.listing.supplier.cqc_provider_name}
    return frozenset(names - {""})


def _payees(subjects: Collection[PayeeSubject] | Iterable[PayeeSubject]) -> dict[str, Payee]:
    """The rows that are kept of payees, by their key. One query."""
    asked = list(subjects)
    people = {one.person_id for one in asked if one.person_id is not None}
    suppliers = {one.supplier_id for one in asked if one.supplier_id is not None}
    named = {name_key(one.name) for one in asked if one.supplier_id is None}
    rows = Payee.objects.filter(authority__in={one.authority_id for one in asked}).filter(
        Q(supplier__in=suppliers)
        | Q(supplier=None, name_key__in=named) & (Q(person=None) | Q(person__in=people))
    )
    wanted = {one.key for one in asked}
    found = {row.subject.key: row for row in rows.select_related("supplier")}
    return {key: row for key, row in found.items() if key in wanted}


def _facts_by_payee(facts: QuerySet[PayeeFact]) -> dict[int, list[PayeeFact]]:
    found: dict[int, list[PayeeFact]] = defaultdict(list)
    for fact in facts.order_by("pk"):
        found[fact.payee_id].append(fact)
    return found


#: By group of kinds and text: which payees have it, each with whose own it is.
_Holders = Mapping[tuple[str, str], set[tuple[int, int | None]]]


def _shared_texts(facts: Iterable[PayeeFact]) -> _Holders:
    """Which payees of the same councils have these texts too. One query."""
    keys = {fact.key for fact in facts}
    holders: dict[tuple[str, str], set[tuple[int, int | None]]] = defaultdict(set)
    rows = PayeeFact.objects.filter(key__in=keys, state__in=IN_USE)
    for kind, key, payee_id, person_id in rows.values_list("kind", "key", "payee", "payee__person"):
        holders[_group(kind), key].add((payee_id, person_id))
    return holders


def _group(kind: str) -> str:
    return "words" if kind in WORDED else kind


def _is_alone(fact: PayeeFact, shared: _Holders, person_id: int) -> bool:
    """Whether no other payee has this text, as far as this person's payments can tell."""
    holders = shared[_group(fact.kind), fact.key]
    return all(
        payee_id == fact.payee_id or whose not in (None, person_id) for payee_id, whose in holders
    )


def _facts(facts: Iterable[PayeeFact], names: frozenset[str] = frozenset()) -> PayeeFacts:
    known = list(facts)

    def texts(*kinds: PayeeFactKind) -> frozenset[str]:
        return frozenset(fact.text for fact in known if fact.kind in kinds)

    return PayeeFacts(
        names | texts(*NAMES),
        frozenset(fact.key for fact in known if fact.kind == PayeeFactKind.ACCOUNT),
        texts(PayeeFactKind.DESCRIPTOR),
        texts(PayeeFactKind.REFERENCE),
    )


@dataclass(frozen=True, slots=True)
class PayeeRow:
    """A payee in a list. Without an id of its own nothing is known of this supplier yet."""

    name: str
    is_supplier: bool
    public_id: UUID | None
    supplier_id: UUID | None
    known: int
    waiting: int


def shared_payees(viewer: Viewer, words: str) -> list[PayeeRow]:
    """The payees that the viewer's council shares and something is known of, by name. With words, those
    that have them in a name or a fact, and suppliers of the directory too. Three queries."""
    payees = Payee.objects.visible_to(viewer).shared().select_related("supplier")
    if words:
        said = PayeeFact.objects.visible_to(viewer).not_ended().filter(_says(words))
        payees = payees.filter(
            Q(name__icontains=words)
            | Q(supplier__name__icontains=words)
            | Q(pk__in=said.values("payee"))
        )
    rows = _rows(list(payees))
    if words:
        rows += _others(viewer, words, payees)
    return sorted(rows, key=lambda row: row.name.casefold())


def own_payees(viewer: Viewer, person: Person) -> list[PayeeRow]:
    """Those whom a person alone pays and of whom something is known, by name. Two queries."""
    payees = Payee.objects.visible_to(viewer).filter(person=person).select_related("supplier")
    return sorted(_rows(list(payees)), key=lambda row: row.name.casefold())


def _says(words: str) -> Q:
    figures = "".join(filter(str.isdigit, words))
    said = Q(text__icontains=words)
    return said | Q(key__contains=figures) if len(figures) == len("".join(words.split())) else said


def _rows(payees: Sequence[Payee]) -> list[PayeeRow]:
    facts = _facts_by_payee(PayeeFact.objects.filter(payee__in=payees, state__in=IN_USE))
    return [
        PayeeRow(
            payee.subject.name,
            payee.supplier_id is not None,
            payee.public_id,
            None,
            len(facts[payee.pk]),
            sum(one.state == PayeeFactState.SUGGESTED for one in facts[payee.pk]),
        )
        for payee in payees
    ]


def _others(viewer: Viewer, words: str, payees: QuerySet[Payee]) -> list[PayeeRow]:
    """Suppliers of the directory of whom nothing is known yet."""
    suppliers = Supplier.objects.filter(authority=viewer.council_id, erased_at=None).filter(
        name__icontains=words
    )
    shown = payees.filter(supplier__isnull=False).values("supplier")
    return [
        PayeeRow(supplier.name, True, None, supplier.public_id, 0, 0)
        for supplier in suppliers.exclude(pk__in=shown)[:MOST_FOUND]
    ]


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact on the page of its payee. `may_confirm`: the viewer is not the one who recorded it."""

    public_id: UUID
    kind: str
    text: str
    source: str
    state: PayeeFactState
    recorded_by: str
    recorded_at: datetime
    confirmed_by: str
    confirmed_at: datetime | None
    may_confirm: bool

    @property
    def is_in_use(self) -> bool:
        return self.state in IN_USE


def fact_rows(viewer: Viewer, payee: Payee) -> list[FactRow]:
    """What is known of a payee, and what was refused, in the order of kinds. One query."""
    order = list(PayeeFactKind)
    rows = (
        payee.facts.visible_to(viewer)
        .not_ended()
        .select_related("recorded_by", "confirmed_by")
        .order_by("text", "pk")
    )
    return [
        _fact_row(row, viewer)
        for row in sorted(rows, key=lambda row: order.index(row.kind))  # type: ignore[arg-type]
    ]


def _fact_row(row: PayeeFact, viewer: Viewer) -> FactRow:
    state = PayeeFactState(row.state)
    return FactRow(
        row.public_id,
        PayeeFactKind(row.kind).label,
        row.text,
        row.get_source_display(),
        state,
        row.recorded_by.name if row.recorded_by else row.recorded_by_system,
        row.recorded_at,
        row.confirmed_by.name if row.confirmed_by else row.confirmed_by_system,
        row.confirmed_at,
        state is PayeeFactState.SUGGESTED and row.recorded_by_id != viewer.user_id,
    )
