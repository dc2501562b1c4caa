import pytest

from marketplace.core.errors import problem
from payments.gateway.contract import LineStatus
from payments.gateway.errors import StatementUnreadable
from payments.gateway.statements import StatementFormat, detect_format
from payments.gateway.statements.camt053_reader import read_camt053

ENTRY = (
    '<Ntry><Amt Ccy="GBP">{amount}</Amt><CdtDbtInd>{mark}</CdtDbtInd><Sts>{status}</Sts>'
    "<BookgDt><Dt>{day}</Dt></BookgDt>{more}</Ntry>"
)


def camt(*entries: str, before: str = "", account: str = "1", head: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>{head}\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">'
        f"<BkToCstmrStmt><Stmt><Acct><Id><IBAN>{account}</IBAN></Id><Ccy>GBP</Ccy></Acct>{before}\n"
        + "\n".join(entries)
        + "</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def entry(**parts: str) -> str:
    return ENTRY.format(
        **{"amount": "8.85", "mark": "DBIT", "status": "BOOK", "day": "2026-11-03", "more": ""}
        | parts
    )


def balance(kind: str, amount: str) -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="GBP">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>'
    )


def test_amount_is_the_entrys_even_where_the_details_differ() -> None:
    details = '<NtryDtls><TxDtls><Amt Ccy="GBP">1.00</Amt></TxDtls></NtryDtls>'
    file = read_camt053(camt(entry(more=details)))
    assert file.lines[0].amount_minor == -885
    assert file.notes == (problem("statement_note_details", line=3),)


def test_pending_entry_is_pending() -> None:
    file = read_camt053(camt(entry(status="PDNG")))
    assert file.lines[0].status == LineStatus.PENDING


def test_balances_that_do_not_add_up_are_reported() -> None:
    balances = balance("OPBD", "20.00") + balance("CLBD", "20.00")
    file = read_camt053(camt(entry(), before=balances))
    assert file.notes == (problem("statement_note_balance", gap_minor=885, currency="GBP"),)


def test_balance_that_cannot_be_read_is_left_out() -> None:
    file = read_camt053(camt(entry(), before=balance("OPBD", "20..00")))
    assert file.opening_minor is None


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (entry(amount="12..34"), "amount_unclear"),
        (entry(amount="-1.00"), "amount_unclear"),
        (entry(mark="BOTH"), "entry_side"),
        (entry(status="INFO"), "entry_status"),
        (entry(day="2026-02-30"), "date_not_a_day"),
        (entry(day="1026-02-03"), "date_year"),
        (entry().replace("<BookgDt><Dt>2026-11-03</Dt></BookgDt>", ""), "entry_undated"),
        (entry().replace(' Ccy="GBP"', ""), "currency_not_a_code"),
    ],
)
def test_bad_entry_is_refused_with_its_line(bad: str, code: str) -> None:
    file = read_camt053(camt(entry(), bad))
    assert len(file.lines) == 1
    assert file.refused[0].position == 4
    assert file.refused[0].problem.code == f"statement_{code}"


BOMB = '<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;&b;">]>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (camt(entry(), head=BOMB), "entities"),
        (camt(entry())[:-20], "broken_xml"),
        (b"<Document/>", "no_camt053"),
        (camt(entry()).replace(b">GBP</Ccy>", b">pounds</Ccy>"), "currency_not_a_code"),
    ],
)
def test_file_of_no_use_is_refused_whole(data: bytes, code: str) -> None:
    with pytest.raises(StatementUnreadable, match=f"^statement_{code}$"):
        read_camt053(data)


def test_statements_of_two_accounts_are_refused() -> None:
    one, two = camt(entry()).decode(), camt(entry(), account="2").decode()
    second = two[two.index("<Stmt>") : two.index("</BkToCstmrStmt>")]
    with pytest.raises(StatementUnreadable, match="statement_several_accounts"):
        read_camt053(one.replace("</BkToCstmrStmt>", second + "</BkToCstmrStmt>").encode())


def detail(*, more: str = "", **roles: str) -> str:
    """One payment under an entry, with the names of its parties by their role."""
    parties = "".join(f"<{role}><Nm>{name}</Nm></{role}>" for role, name in roles.items())
    return f"<TxDtls><RltdPties>{parties}</RltdPties>{more}</TxDtls>"


def test_batch_when_of_several_keeps_every_name_and_text() -> None:
    first = detail(Cdtr="Oak Taxis", more="<RmtInf><Ustrd>Bill 1</Ustrd></RmtInf>")
    second = detail(Cdtr="Fen Care", more="<RmtInf><Ustrd>Bill 2</Ustrd></RmtInf>")
    batch = f"<NtryDtls>{first}{second}</NtryDtls>"
    (line,) = read_camt053(camt(entry(more=batch))).lines
    assert (line.payee, line.description) == ("Oak Taxis, Fen Care", "Bill 1; Bill 2")


@pytest.mark.parametrize(
    ("mark", "roles", "words"),
    [
        ("DBIT", {"Cdtr": "PAYLINK 9", "UltmtCdtr": "Fen Care"}, ("Fen Care", "PAYLINK 9")),
        ("CRDT", {"UltmtDbtr": "Fen Council"}, ("Fen Council", "")),
        ("DBIT", {"Cdtr": "Fen Care", "Dbtr": "The holder"}, ("Fen Care", "")),
    ],
)
def test_payee_is_who_is_paid_in_the_end(
    mark: str, roles: dict[str, str], words: tuple[str, str]
) -> None:
    details = f"<NtryDtls>{detail(**roles)}</NtryDtls>"
    (line,) = read_camt053(camt(entry(mark=mark, more=details))).lines
    assert (line.payee, line.description) == words


def test_reversal_is_told_and_names_who_was_paid() -> None:
    more = f"<RvslInd>true</RvslInd><NtryDtls>{detail(Cdtr='Fen Care')}</NtryDtls>"
    file = read_camt053(camt(entry(mark="CRDT", more=more)))
    line = file.lines[0]
    assert (line.amount_minor, line.payee, line.is_reversal) == (885, "Fen Care", True)
    assert [note.code for note in file.notes] == ["statement_note_reversals"]


def test_statement_when_without_a_namespace_is_told_by_its_elements() -> None:
    bare = camt(entry()).replace(b' xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"', b"")
    assert detect_format(bare) is StatementFormat.CAMT053


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.02">', "camt.054"),
        (b"<Document><BkToCstmrAcctRpt>", "camt.052"),
    ],
)
def test_other_message_of_a_bank_is_named(head: bytes, kind: str) -> None:
    with pytest.raises(StatementUnreadable) as refusal:
        detect_format(head)
    assert refusal.value.problems[0].facts == {"kind": kind}


def test_raw_entry_holds_what_no_column_does() -> None:
    more = "<NtryDtls><TxDtls><Refs><EndToEndId>E2E-7</EndToEndId></Refs></TxDtls></NtryDtls>"
    assert "EndToEndId: E2E-7" in read_camt053(camt(entry(more=more))).lines[0].raw


def test_refused_entry_says_its_number_in_the_file() -> None:
    (refused,) = read_camt053(camt(entry() + entry(status="INFO"))).refused
    assert refused.number == 2
