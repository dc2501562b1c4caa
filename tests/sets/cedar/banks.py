"""The words of banks around a name; each account speaks with a few of them."""

from __future__ import annotations

import re
from datetime import date
from random import Random

from . import names
from .model import Account, Payee

FPO = [
    "{n18} {r18}",
    "FASTER PAYMENT TO {n18} REF {r18}",
    "BILL PAYMENT TO {n} REF {r}",
    "{n18} {r18} {d1} FP {x9}",
    "TO {n18} {r18} VIA MOBILE",
    "ONLINE PAYMENT {n18} {r18}",
    "PAYMENT TO {n} {r}",
    "FPO {n18} {r18} {d2}",
    "{n14} {r12}",
    "MOBILE PYMT {n18}, {r18}",
    "INTERNET TRANSFER {n18} {r}",
    "SENT TO {n18} {d1} {r}",
    "FP {d2} {n18} {r18}",
    "{n18},{r18},{x6}",
    "OUTWARD FASTER PAYMENT {n} {r}",
    "FASTER PAYMENTS OUT {r18} {n18}",
]
SO = [
    "STANDING ORDER TO {n18} REF {r18}",
    "{n18} {r18} STO",
    "STO {n18} {r}",
    "S/O {n18} {r18}",
    "STANDING ORDER {n} {r}",
    "{n12} {r12} SO",
]
DD = [
    "DIRECT DEBIT PAYMENT TO {n} REF {r}, MANDATE NO {m}",
    "{n18} {r18} DDR",
    "DD {n} {r}",
    "DIRECT DEBIT {n18} {r}",
    "{n18} {m} {r}",
    "{n22} REF {r} MANDATE {m}",
    "D/D {n18} {r18}",
    "{n18} {r18} {x6}",
]
BP = ["BILL PAYMENT TO {n} REF {r}", "BP {n18} {r18}", "BILLPAY {n18} {r} {d1}"]
CARD = [
    "CARD PAYMENT TO {n22} ON {d1}",
    "{n22} CD {c} {d2}",
    "{n22} {t} GB",
    "{n22}  {t}  GBR",
    "POS{d3} {n22} {t}",
    "{n25t}",
    "VIS {n22} {t} {d1}",
    "{c} {d2} {n18} {t} GB",
    "CONTACTLESS {n22} {d1}",
    "{n22} {tel} GB",
    "CARD PURCHASE {n22} {t} {c}",
    "PURCHASE {d1} {n22}",
    "CLP {n14} {d2}",
    "{n22} ON {d1} CLP",
    "{n22}",
    "PUR {x6} {n22}{t}",
]
REFUND_CARD = [
    "{n22} REFUND {d1}",
    "CARD REFUND {n22} CD {c} {d2}",
    "REFUND {n22} {t} GB",
    "VISA CREDIT {n22} {t}",
    "{n22} {t} CR",
    "RFD {n22} {c}",
    "REVERSAL OF SALE {n22} {d1}",
]
FPI = [
    "{n18} {r18}",
    "FASTER PAYMENT FROM {n18} REF {r18}",
    "FPI {n18} {r18} {d2}",
    "RECEIVED FROM {n} {r}",
    "BANK GIRO CREDIT REF {n18}, {r18}",
    "{n18} {r18} BGC",
    "INWARD PAYMENT {n18} {r}",
    "CREDIT FROM {n18} {r} {d1}",
]
LOAD = [
    "{n18} {r18}",
    "BANK GIRO CREDIT REF {n18}, {r18}",
    "BGC {n18} {r18}",
    "{n18} {r18} BGC",
    "LOAD {n} {r}",
    "CARD LOAD FROM {n18} {r}",
    "BACS CREDIT {n18} {r18}",
    "CREDIT {n} {r}",
]
CASH = [
    "CASH WITHDRAWAL AT {a} ATM {t} ON {d1}",
    "{a} {t} CD {c} {d2}",
    "ATM {a} {t}",
    "LNK {a} {t} CD {c} {d2}",
    "CASH {a} {d1}",
    "CPT {t} {a} {d2}",
]
FEE = [
    "MONTHLY ACCOUNT FEE",
    "CARD MAINTENANCE FEE",
    "ACCOUNT MAINTENANCE FEE {d2}",
    "SERVICE CHARGES REF : {x6}",
    "MONTHLY CARD CHARGE",
    "CHG TO {d1}",
    "ATM WITHDRAWAL FEE",
]
INTEREST = [
    "INTEREST PAID",
    "GROSS INTEREST TO {d1}",
    "CREDIT INTEREST",
    "INTEREST (GROSS)",
    "INT {d2}",
]
TRANSFER = [
    "TRANSFER {way} {acc}",
    "TFR {way} {acc} {d2}",
    "INTERNET TRANSFER {way} {acc}",
    "OWN ACCOUNT TRANSFER {way} {acc}",
    "MOBILE TRANSFER {way} {acc} {r}",
    "{way} A/C {acc} TFR",
]
BANKS = {
    "FPO": FPO,
    "SO": SO,
    "DD": DD,
    "BP": BP,
    "CARD": CARD,
    "REFUND_CARD": REFUND_CARD,
    "FPI": FPI,
    "LOAD": LOAD,
    "CASH": CASH,
    "FEE": FEE,
    "INTEREST": INTEREST,
    "TRANSFER": TRANSFER,
}
CODES = {
    "FPO": "FPO",
    "SO": "SO",
    "DD": "DD",
    "BP": "BP",
    "CARD": "DEB",
    "REFUND_CARD": "DEB",
    "FPI": "FPI",
    "LOAD": "BGC",
    "CASH": "CPT",
    "FEE": "CHG",
    "INTEREST": "INT",
    "TRANSFER": "TFR",
}
ATMS = [
    "NOTEMACHINE",
    "POST OFFICE",
    "CARDTRONICS",
    "HALFPENNY STORES",
    "MARKET SQ",
    "LINK",
    "HIGH ST",
    "COOP GROUP",
]
MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()


class Words:
    """Fills one form of a bank with a name, a reference, dates and numbers."""

    def __init__(
        self, rng: Random, account: Account, name: str, ref: str, day: date, town: str
    ) -> None:
        self.rng, self.account, self.name, self.ref, self.day, self.town = (
            rng,
            account,
            name,
            ref,
            day,
            town,
        )
        self.cut_name = ""

    def field(self, match: re.Match[str]) -> str:
        """One field of a form."""
        key, rng, day = match.group(1), self.rng, self.day
        if key == "n25t":
            return self.cut(25 - min(len(self.town), 9) - 1) + " " + self.town
        if key[0] == "n" and (key == "n" or key[1:].isdigit()):
            return self.cut(int(key[1:] or 40))
        if key[0] == "r" and (key == "r" or key[1:].isdigit()):
            return self.ref[: int(key[1:] or 40)]
        if key[0] == "x":
            return str(rng.randint(10 ** (int(key[1:]) - 1), 10 ** int(key[1:]) - 1))
        month = MONTHS[day.month - 1]
        return {
            "d1": f"{day.day:02d} {month}",
            "d2": f"{day.day:02d}{month}{day.year % 100}",
            "d3": f"{day.day:02d}{month}",
            "t": self.town[:13],
            "c": self.account.card,
            "m": f"{rng.randint(1, 9999):04d}",
            "a": rng.choice(ATMS),
            "tel": f"0{Random(self.name).randint(1200, 1999)}{Random(self.name).randint(100000, 999999)}",
        }.get(key, "")

    def cut(self, width: int) -> str:
        """The name at the width of the field."""
        self.cut_name = self.name[:width].strip()
        return self.name[:width]

    def fill(self, form: str) -> str:
        """The whole text."""
        if not self.ref:
            form = re.sub(r",? ?(REF )?\{r\d*\},?", "", form)
        text = re.sub(r"\{(\w+)\}", self.field, form)
        return text.strip(" ,")


def voice_form(rng: Random, account: Account, channel: str) -> str:
    """A form that this account's bank uses on this channel: mostly one of three."""
    forms = BANKS[channel]
    own = Random(account.voice + len(channel) * 7919 + ord(channel[0]))
    mine = own.sample(forms, min(3, len(forms)))
    if account.layout == "paid_in_out" and rng.random() < 0.5:
        mine = [f for f in mine if f.startswith("{")] or mine
    return rng.choice(mine)


def write_text(
    rng: Random, account: Account, channel: str, name: str, ref: str, day: date, town: str = ""
) -> tuple[str, str]:
    """The text of a line, and the name as it was left after cutting."""
    words = Words(rng, account, name, ref, day, town.upper() or names.BIG_TOWN.upper())
    text = words.fill(voice_form(rng, account, channel))
    if Random(account.voice).random() < 0.82 or channel in ("CARD", "CASH"):
        text = text.upper() if "SumUp" not in text and "Zettle" not in text else text
    return text, words.cut_name


def by_account(rng: Random, account: Account, payee: Payee, ref: str, day: date) -> str:
    """A payment that shows sort code and account number but no name."""
    code, number = payee.sort_code or "", payee.account_number or ""
    shown = rng.choice(
        [
            f"{code} {number}",
            f"{code.replace('-', '')} {number}",
            f"{code.replace('-', ' ')} {number}",
            f"{code}/{number}",
            f"A/C {number} S/C {code}",
        ]
    )
    form = rng.choice(
        [
            "TO {} {}",
            "FASTER PAYMENT TO {} REF {}",
            "{} {}",
            "BILL PAYMENT {} {}",
            "TRANSFER TO {} {}",
            "FPO {} {}",
        ]
    )
    return form.format(shown, ref[:18]).replace(" REF " if not ref else "\0", " ").strip().upper()


def transfer_text(rng: Random, account: Account, way: str, number: str, day: date) -> str:
    """A transfer to or from an account of the same person."""
    form = voice_form(rng, account, "TRANSFER").replace("{way}", way).replace("{acc}", number)
    return Words(rng, account, "", "", day, "").fill(form).upper()
