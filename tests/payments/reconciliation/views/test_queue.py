"""The queue of payments to check, its preview, and its file."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.people.actions import open_people
from marketplace.people.models import ListReading
from payments.reconciliation.models import Match, MoneyException
from tests.factories.reconciliation import Money, make_money
from tests.payments.reconciliation.views.pages import (
    AMARA,
    FOUR_WEEKS,
    GARDEN,
    QUEUE,
    matched,
    queries_for,
    signed_in,
)

pytestmark = pytest.mark.django_db


def test_the_queue_shows_lines_with_their_reason_and_what_was_matched(money: Money) -> None:
    matched(money, AMARA, GARDEN, FOUR_WEEKS)
    page = signed_in(money.finance).get(QUEUE).content.decode()
    assert "2 payments to check" in page
    assert "1, or 33.3%" in page
    assert "This payment was not stopped. It can be right." in page
    assert "4 payments of £49.50 to Amara Obi at once" in page
    assert "Nobody" in page
    assert "card 4471" in page


def test_an_empty_queue_says_so(money: Money) -> None:
    page = signed_in(money.finance).get(QUEUE).content.decode()
    assert "No payments to check" in page
    assert "None" in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("who=ellery", 2),
        ("who=4471", 2),
        ("who=nobody", 0),
        ("owner=nobody", 2),
        ("owner=me", 0),
        ("amount=100", 1),
        ("source=bank", 0),
        ("source=card&state=suggested", 1),
        ("amount=abc", 2),
    ],
)
def test_filters_narrow_the_queue(money: Money, query: str, shown: int) -> None:
    matched(money, GARDEN, FOUR_WEEKS)
    page = signed_in(money.finance).get(f"{QUEUE}?{query}").content.decode()
    assert page.count('class="pick"') == shown


@pytest.mark.parametrize("path", [QUEUE, "/money/exceptions.csv"])
def test_the_queue_asks_the_database_no_more_for_many_lines(money: Money, path: str) -> None:
    matched(money, (-1000, "SHOP", 0))
    client = signed_in(money.finance)
    client.get(path)
    before = queries_for(client, path)
    matched(money, *[(-2000 - n, f"SHOP {n}", n) for n in range(14)])
    assert queries_for(client, path) == before


def test_the_export_has_every_line_and_no_formula(money: Money) -> None:
    matched(money, (-2580, "=cmd()", 12))
    answer = signed_in(money.finance).get("/money/exceptions.csv")
    rows = answer.getvalue().decode().splitlines()
    assert (
        answer["Content-Disposition"] == 'attachment; filename="payments-to-check-2026-09-21.csv"'
    )
    assert "2026-09-14,Margaret Ellery,card 4471,'=cmd(),-25.80,R1,No match" in rows[1]


def shown_to(money: Money) -> list[tuple[str, set[int], dict[str, object]]]:
    """Every reading of finance: its kind, whom it showed, what was asked for."""
    return [
        (row.kind, {one.person_id for one in row.people.all()}, row.filters)
        for row in ListReading.objects.filter(user_id=money.finance.pk).order_by("pk")
    ]


def test_the_queue_leaves_one_row_with_whom_it_showed_and_codes_alone(money: Money) -> None:
    other = make_money("Agnes Hartley")
    matched(money, GARDEN, FOUR_WEEKS)
    matched(other, GARDEN)
    client, everybody = signed_in(money.finance), {money.person.pk, other.person.pk}
    client.get(QUEUE)
    client.get(QUEUE)
    client.get(f"{QUEUE}?who=hartley&amount=1&source=card")
    asked = {"source": "card", "from_pence": 100, "by_words": 1, "page": 1}
    assert shown_to(money) == [
        ("payments_to_check", everybody, {"page": 1}),
        ("payments_to_check", {other.person.pk}, asked),
    ]


def test_the_queue_of_several_pages_names_those_on_the_page(money: Money) -> None:
    other = make_money("Agnes Hartley")
    matched(money, *[(-2000 - n, f"SHOP {n}", 0) for n in range(15)])
    matched(other, (-2580, "SHOP LAST", 30))
    client = signed_in(money.finance)
    for page in (1, 2):
        client.get(f"{QUEUE}?page={page}")
    assert [people for _, people, _ in shown_to(money)] == [{money.person.pk}, {other.person.pk}]
    line = other.account.lines.get().exceptions.get().public_id
    client.post(QUEUE, {"line": f"{line}|"})
    assert shown_to(money)[-1][1] == {money.person.pk, other.person.pk}


def test_the_export_names_whom_it_holds_before_the_first_byte_leaves(
    money: Money, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nobody who came in between: whoever is not written down is not in the file."""
    other = make_money("Agnes Hartley")
    matched(money, GARDEN)

    def meanwhile(**facts: object) -> None:
        open_people(**facts)  # type: ignore[arg-type]
        matched(other, GARDEN)

    monkeypatch.setattr("payments.reconciliation.views.queue.open_people", meanwhile)
    client = signed_in(money.finance)
    answer = client.get("/money/exceptions.csv?source=card")
    everything = [("payments_to_check_file", {money.person.pk}, {"source": "card"})]
    assert shown_to(money) == everything
    assert b"Hartley" not in b"".join(answer)
    client.get("/money/exceptions.csv?source=card")
    assert len(shown_to(money)) == 2


def test_the_export_when_long_is_sent_in_parts_of_so_many_rows(
    money: Money, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the queue holds, memory has one part of it, for which four queries are made."""
    monkeypatch.setattr("payments.reconciliation.views.queue.EXPORTED_AT_ONCE", 4)
    matched(money, *[(-3000 - n, f"SHOP {n:02d}", n) for n in range(10)])
    answer = signed_in(money.finance).get("/money/exceptions.csv")
    parts, asked = [], []
    stream = iter(answer.streaming_content)
    while True:
        with CaptureQueriesContext(connection) as made:
            part = next(stream, None)
        if part is None:
            break
        parts.append(part.decode().splitlines())
        asked.append(len(made))
    assert [len(part) for part in parts] == [1, 4, 4, 2]
    assert max(asked) <= 4
    days = [row[:10] for part in parts[1:] for row in part]
    assert days == sorted(days)


def test_several_are_confirmed_after_a_preview_of_exactly_those(money: Money) -> None:
    line, _ = matched(money, FOUR_WEEKS, GARDEN)
    client = signed_in(money.finance)
    ids = [f"{e.public_id}|" for e in MoneyException.objects.all()]
    page = client.post(QUEUE, {"line": ids, "do": "preview"}).content.decode()
    assert "Preview: 1 payment chosen, £198.00" in page
    assert "1 other has no suggestion to confirm" in page
    assert not Match.objects.exists()
    pin = f"{MoneyException.objects.get(line=line).public_id}|plan_line:{money.amara.pk}"
    assert pin in page
    answer = client.post(QUEUE, {"pin": [pin], "do": "confirm"}, follow=True)
    assert "1 payment is matched." in answer.content.decode()
    again = client.post(QUEUE, {"pin": [pin], "do": "confirm"}, follow=True)
    assert "is decided already" in again.content.decode()
    assert Match.objects.active().get().line == line


def test_a_preview_of_nothing_says_what_to_do(money: Money) -> None:
    matched(money, GARDEN)
    client = signed_in(money.finance)
    assert "Choose payments with" in client.post(QUEUE, {"do": "preview"}).content.decode()
    assert "Preview:" not in client.post(QUEUE, {"do": "clear"}).content.decode()
    assert client.post(QUEUE, {"do": "preview", "line": "x"}).status_code == 400
