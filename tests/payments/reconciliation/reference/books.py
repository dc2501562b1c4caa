"""The log of facts, and the books as they were known at the end of a day."""

from dataclasses import dataclass, field, replace
from datetime import date

from tests.payments.reconciliation.reference.facts import (
    Agreement,
    Budget,
    Chain,
    Ending,
    Fund,
    Line,
    Paid,
    Pause,
    Pending,
    Plan,
    Row,
    ShareRule,
    Terms,
)
from tests.payments.reconciliation.reference.last_word import with_ending, with_row
from tests.payments.reconciliation.reference.movements import (
    Fact,
    MoneyIn,
    Movement,
    Purchase,
    Refund,
)


@dataclass(eq=False)
class Books:
    """What was known at the end of one day. Once written, they stay: what is reckoned from them is kept."""

    funds: dict[int, Fund] = field(default_factory=dict)
    agreements: dict[int, Agreement] = field(default_factory=dict)
    rows: dict[Chain, list[Row]] = field(default_factory=dict)
    pauses: list[Pause] = field(default_factory=list)
    share_rules: list[ShareRule] = field(default_factory=list)
    paid: list[Paid] = field(default_factory=list)
    pending: list[Pending] = field(default_factory=list)
    movements: list[Movement] = field(default_factory=list)

    def row_on(self, chain: Chain, day: date) -> Row | None:
        """The row of a chain that holds on a day."""
        for row in self.rows.get(chain, []):
            if row.holds(day):
                return row
        return None

    def budget_on(self, kind: str, day: date) -> Budget | None:
        row = self.row_on(("budget", kind), day)
        return row if isinstance(row, Budget) else None

    def terms_on(self, agreement: int, day: date) -> Terms | None:
        row = self.row_on(("terms", agreement), day)
        return row if isinstance(row, Terms) else None

    def plan_on(self, kind: str, day: date) -> Plan | None:
        row = self.row_on(("plan", kind), day)
        return row if isinstance(row, Plan) else None

    def terms(self, agreement: int) -> list[Terms]:
        return [row for row in self.rows.get(("terms", agreement), []) if isinstance(row, Terms)]

    def plans(self) -> list[Plan]:
        """The plans of all kinds, in order of their first days."""
        every = [row for rows in self.rows.values() for row in rows if isinstance(row, Plan)]
        return sorted(every, key=lambda plan: plan.starts)

    def line_on(self, number: int, day: date) -> Line | None:
        """A line as it is on a day on which both its plan and the line itself hold."""
        for plan in self.plans():
            for line in plan.lines:
                if plan.holds(day) and line.number == number and line.holds(day):
                    return line
        return None

    def feeding(self, account: str) -> list[Agreement]:
        return [agreement for agreement in self.agreements.values() if agreement.account == account]

    def own_fund(self) -> int | None:
        """The number of the person's own fund."""
        for fund in self.funds.values():
            if fund.kind == "own":
                return fund.number
        return None

    def is_top_up(self, fund: int) -> bool:
        return self.funds[fund].kind == "top-up"

    def share_rule_on(self, day: date) -> int:
        """0 in proportion, 1 contribution first: the figure with the latest first day, the last recorded of these."""
        rule = 0
        for set_from in sorted(self.share_rules, key=lambda row: row.starts):
            if set_from.starts <= day:
                rule = set_from.figure
        return rule

    def purchases(self, account: str) -> list[Purchase]:
        """In order of booked day and number."""
        mine = [
            move
            for move in self.movements
            if isinstance(move, Purchase) and move.account == account
        ]
        return sorted(mine, key=lambda move: move.order)

    def refunds(self, account: str) -> list[Refund]:
        return [
            move for move in self.movements if isinstance(move, Refund) and move.account == account
        ]

    def money_in(self, account: str) -> list[MoneyIn]:
        return [
            move for move in self.movements if isinstance(move, MoneyIn) and move.account == account
        ]


@dataclass
class Log:
    """All facts, in the order in which they were written down."""

    facts: list[Fact] = field(default_factory=list)

    def record(self, *facts: Fact) -> None:
        self.facts.extend(facts)

    def known_on(self, known: date) -> Books:
        """The books at the end of a day: what was recorded later is not in them."""
        books = Books()
        for fact in sorted(self.facts, key=lambda fact: fact.recorded):
            if fact.recorded <= known:
                write(books, fact, known)
        return books


def write(books: Books, fact: Fact, known: date) -> None:
    """Write one fact into the books."""
    match fact:
        case Fund():
            books.funds[fact.number] = fact
        case Agreement():
            books.agreements[fact.number] = fact
        case Row():
            books.rows[fact.chain] = with_row(books.rows.get(fact.chain, []), fact)
        case Ending():
            books.rows[fact.chain] = with_ending(books.rows.get(fact.chain, []), fact.day)
        case Movement():
            others = [move for move in books.movements if move.number != fact.number]
            books.movements = [*others, as_matched_by(fact, known)]
        case _:
            write_in_list(books, fact, known)


def write_in_list(books: Books, fact: Pause | ShareRule | Paid | Pending, known: date) -> None:
    match fact:
        case Pause():
            others = [row for row in books.pauses if not row.number or row.number != fact.number]
            books.pauses = [*others, fact]
        case ShareRule():
            books.share_rules.append(fact)
        case Paid():
            books.paid.append(fact)
        case Pending():
            gone = fact.gone if fact.gone is not None and fact.gone <= known else None
            books.pending.append(replace(fact, gone=gone))


def as_matched_by(move: Movement, known: date) -> Movement:
    """What was matched later was not yet matched then."""
    if move.matched is not None and move.matched > known:
        return replace(move, matched=None)
    return move
