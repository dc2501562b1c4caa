"""One file of three accounts in every format: two rows of 4471, one of 8830 and one of 9999."""

from payments.gateway.statements import CsvMapping

SEVERAL_MAPPING = CsvMapping(date="Date", amount="Amount", payee="Payee", account="Card")
ROWS = [
    ("20004471", "A", "-5.00"),
    ("20004471", "C", "-1.00"),
    ("70008830", "B", "-7.00"),
    ("70009999", "D", "-2.00"),
]
ACCOUNTS = list(dict.fromkeys(account for account, _, _ in ROWS))


def _of(account: str) -> list[tuple[str, str]]:
    return [(payee, amount) for own, payee, amount in ROWS if own == account]


def _csv() -> str:
    rows = [f"03/11/2026,{payee},{amount},{account}" for account, payee, amount in ROWS]
    return "\n".join(["Date,Payee,Amount,Card", *rows])


def _ofx() -> str:
    """A card statement first, then bank statements, one of which names the other side's account."""
    other = "<BANKACCTTO><ACCTID>12345678</BANKACCTTO>"
    statements = []
    for account in ACCOUNTS:
        kind = "CC" if account == ACCOUNTS[0] else ""
        rows = "\n".join(
            f"<STMTTRN><DTPOSTED>20261103\n<TRNAMT>{amount}\n<NAME>{payee}\n{other}</STMTTRN>"
            for payee, amount in _of(account)
        )
        statements.append(
            f"<{kind}STMTRS>\n<CURDEF>GBP\n<{kind}ACCTFROM><ACCTID>{account}\n</{kind}ACCTFROM>\n"
            f"<BANKTRANLIST>\n{rows}\n</BANKTRANLIST>\n"
            f"<LEDGERBAL><BALAMT>{account[-2:]}.00</LEDGERBAL></{kind}STMTRS>"
        )
    return "OFXHEADER:100\n<OFX>\n" + "\n".join(statements) + "\n</OFX>"


def _camt053() -> str:
    statements = []
    for account in ACCOUNTS:
        entries = "".join(
            f"<Ntry><Amt Ccy='GBP'>{amount[1:]}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts>"
            "<BookgDt><Dt>2026-11-03</Dt></BookgDt><NtryDtls><TxDtls><RltdPties>"
            f"<Cdtr><Nm>{payee}</Nm></Cdtr></RltdPties></TxDtls></NtryDtls></Ntry>\n"
            for payee, amount in _of(account)
        )
        statements.append(
            f"<Stmt><Acct><Id><Othr><Id>{account}</Id></Othr></Id><Ccy>GBP</Ccy></Acct>\n"
            f"<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy='GBP'>{account[-2:]}.00</Amt>"
            f"<CdtDbtInd>CRDT</CdtDbtInd></Bal>{entries}</Stmt>"
        )
    space = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
    inside = "\n".join(statements)
    return f"<Document xmlns='{space}'><BkToCstmrStmt>\n{inside}</BkToCstmrStmt></Document>"


def _mt940() -> str:
    """The first account's statement is in two messages, as a long one is."""
    pages = [([row], account) for account in ACCOUNTS for row in _of(account)]
    return "\n".join(
        f":20:PAGE\n:25:000000/{account}\n:28C:1/1\n:60F:C261101GBP20,00\n"
        + "\n".join(
            f":61:2611031103D{amount[1:].replace('.', ',')}NTRFNONREF\n:86:/NAME/{payee}/REMI/x"
            for payee, amount in rows
        )
        + f"\n:62F:C261103GBP{account[-2:]},00\n-"
        for rows, account in pages
    )


#: By format, as the enum names it.
SEVERAL = {
    "csv": _csv().encode(),
    "ofx": _ofx().encode(),
    "camt053": _camt053().encode(),
    "mt940": _mt940().encode(),
}
