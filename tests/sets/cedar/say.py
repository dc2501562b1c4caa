"""How the name of a payee comes out: whole, trading, initials, mistyped, cut."""

from __future__ import annotations

import re
from random import Random

from .model import Item, Payee
from .payees import plain

MARKS = {
    "SUMUP": ["SUMUP  *", "SUMUP *", "SumUp  *"],
    "SQ": ["SQ *", "SQ *", "SQU*SQ *"],
    "ZETTLE": ["ZETTLE_*", "Zettle_*", "IZ *"],
    "PAYPAL": ["PAYPAL *", "PAYPAL *", "PP*"],
}
CUT_ENDINGS = [" Ltd", " Limited", " LTD.", "", ""]


def tidy(rng: Random, name: str) -> str:
    """What files do to a name: ampersands, endings, apostrophes, blanks."""
    base = plain(name)
    ending = name[len(base) :]
    if ending and rng.random() < 0.5:
        ending = rng.choice(CUT_ENDINGS)
    if "&" in base and rng.random() < 0.4:
        base = base.replace("&", "and")
    name = base + ending
    if rng.random() < 0.05:
        name = name.replace(" ", "  ", 1)
    elif rng.random() < 0.04 and len(name) > 12:
        name = name.replace(" ", "", 1)
    return name


def initials(rng: Random, payee: Payee) -> str:
    """A personal payee as banks and people write one."""
    first, last = payee.legal.split()[0], payee.legal.split()[-1]
    return rng.choice(
        [
            f"{first[0]} {last}",
            f"{first[0]} {last}",
            f"{last} {first[0]}",
            f"{rng.choice(['Miss', 'Mrs', 'Ms', 'Mr'])} {first[0]} {last}",
            f"{first} {last}",
            f"{first} {last}",
            f"{first} {last[0]}",
            f"{first[0]}.{last}",
            f"{last} {first}",
        ]
    )


def mistype(rng: Random, name: str) -> str:
    """Two letters swapped, one lost or one doubled by hand, never the first."""
    spots = [
        n
        for n in range(1, len(name) - 1)
        if name[n].isalpha() and name[n + 1].isalpha() and name[n] != name[n + 1]
    ]
    if not spots:
        return name
    at = rng.choice(spots)
    return rng.choice(
        [
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
            name[:at] + name[at + 1 :],
            name[:at] + name[at] + name[at:],
        ]
    )


def squash(name: str) -> str:
    """Letters and digits only, for comparing."""
    return re.sub(r"[^a-z0-9]", "", name.lower().replace("&", "and"))


def owner(payee: Payee) -> str:
    """The owner's name of a sole trader, else nothing."""
    if " t/a " in payee.legal:
        return payee.legal.split(" t/a ")[0]
    if (
        payee.kind in ("cleaning", "garden", "support", "therapy")
        and "Ltd" not in payee.legal
        and len(payee.legal.split()) == 2
    ):
        return payee.legal
    return ""


def could_be(shown: str, payee: Payee) -> bool:
    """Whether a shown name could, to a careful reader, be this payee."""
    mark = squash(shown)
    if len(mark) < 3:
        return True
    known = [squash(plain(n)) for n in (payee.legal, *payee.trading, payee.descriptor or "") if n]
    if payee.human or owner(payee):
        words = (owner(payee) or payee.legal).split()
        first, last = words[0].lower(), words[-1].lower()
        known += [first[0] + last, last + first[0], first + last, last + first, first + last[0]]
        mark = re.sub(r"^(mrs|mr|miss|ms)(?=[a-z])", "", mark)
    return any(k.startswith(mark) or mark.startswith(k) for k in known if k)


class Said:
    """A name as it was said, with what that does to a reader."""

    def __init__(self, name: str, way: str, points: int) -> None:
        self.name, self.way, self.points = name, way, points


def say(rng: Random, item: Item, payee: Payee, channel: str, first_time: bool) -> Said:
    """Choose how the payee is named on a line of this channel."""
    if channel == "DD":
        return say_debit(rng, payee, first_time, item)
    if channel == "CARD":
        return say_card(rng, payee)
    if payee.kind == "tax":
        return Said(
            rng.choice(["HMRC", "HMRC PAYE", "HMRC NDDS", "HM Revenue and Customs"]), "plain", 0
        )
    luck = rng.random()
    if luck < 0.06:
        return Said("", "account", 1)
    if payee.human:
        if luck < 0.09:
            return Said("", "reference", 2)
        name = initials(rng, payee)
        if luck < 0.14:
            return Said(mistype(rng, name if len(name) > 7 else payee.legal), "mistyped", 2)
        return Said(name, "plain", 0 if len(name) > len(payee.legal) - 2 else rng.choice([0, 0, 1]))
    if luck < 0.11:
        return Said(mistype(rng, plain(payee.legal)), "mistyped", 2)
    if owner(payee):
        if luck < 0.6:
            return Said(
                rng.choice([owner(payee), initials(rng, Payee("", "", owner(payee)))]), "plain", 0
            )
        return Said(tidy(rng, payee.trading[0]), "trading", 1)
    if payee.trading and luck < 0.45:
        return Said(tidy(rng, rng.choice(payee.trading)), "trading", 1)
    return Said(tidy(rng, payee.legal), "plain", 0)


def say_card(rng: Random, payee: Payee) -> Said:
    """A card line: a collector, the descriptor or the firm's name."""
    if payee.collector and rng.random() < 0.93:
        shown = re.sub(
            r"^(SUMUP  \*|SQ \*|ZETTLE_\*|PAYPAL \*)",
            "",
            payee.descriptor or plain(payee.legal).upper(),
        )
        mark = rng.choice(MARKS[payee.collector])
        if rng.random() < 0.12 and payee.trading:
            other = rng.choice([payee.trading[0], owner(payee) or payee.trading[0]])
            shown = other.upper() if payee.collector != "PAYPAL" else squash(other).upper()
        return Said(mark + shown, "aggregator", 1)
    if payee.descriptor and rng.random() < 0.7:
        return Said(payee.descriptor, "descriptor", 0)
    if payee.trading and rng.random() < 0.35:
        return Said(tidy(rng, rng.choice(payee.trading)), "trading", 1)
    return Said(tidy(rng, payee.legal), "plain", 0)


def say_debit(rng: Random, payee: Payee, first_time: bool, item: Item) -> Said:
    """A direct debit: the firm itself, or GoCardless with a payee, or with the reference alone."""
    if payee.kind == "pension":
        return Said(rng.choice(["NEST", "NEST IT000", "Nest Pensions"]), "plain", 0)
    habit = int(payee.id[1:]) % 4
    if habit == 0:
        return Said(tidy(rng, payee.legal), "plain", 0)
    luck = rng.random()
    mark = rng.choice(["GC", "GOCARDLESS", "GOCARDLESS LTD", "GC*", "GoCardless"])
    if item.reference and luck < 0.35:
        return Said(mark, "collector with reference", 1)
    if luck < 0.45 and not first_time and not item.reference:
        return Said(mark, "collector alone", 2)
    return Said(
        f"{mark} {plain(payee.legal)}" if luck < 0.9 else f"{payee.legal} {mark}", "collector", 1
    )
