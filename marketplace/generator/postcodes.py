"""A list of made-up postcodes in the layout of the ONS Postcode Directory, of any length.

Their areas begin with Q, V and X, as no real ones do.
"""

from collections.abc import Iterator
from itertools import islice, product

AREAS = [first + second for first in "QVX" for second in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
#: The letters of an inward half: Royal Mail leaves out C, I, K, M, O and V.
LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
#: Postcodes of each outcode; there are some 600 to 1,000 of real ones.
EACH = 700
#: One in so many has ended; of the real ones a third.
ENDED = 3
HEADING = "pcd7,pcd8,pcds,dointr,doterm,lad25cd,ctry25cd,east1m,north1m,lat,long"


def made_postcodes() -> Iterator[tuple[str, float, float, bool]]:
    """Each code, its point and whether it ended. The same each time; four million."""
    outcodes = (f"{area}{district}" for area in AREAS for district in range(1, 80))
    for number, outcode in enumerate(outcodes):
        middle = 50.5 + number % 97 / 24, -4 + number % 89 / 18
        units = product("0123456789", LETTERS, LETTERS)
        for position, unit in enumerate(islice(units, 0, None, 4000 // EACH)):
            off = position % 83 / 1000
            point = round(middle[0] + off, 6), round(middle[1] + off, 6)
            yield f"{outcode}{''.join(unit)}", *point, position % ENDED == 0


def directory_lines(count: int) -> Iterator[str]:
    """The lines of a directory of so many postcodes, its heading first."""
    yield HEADING + "\r\n"
    for code, latitude, longitude, has_ended in islice(made_postcodes(), count):
        spaced = f"{code[:-3]} {code[-3:]}"
        ended = "201506" if has_ended else ""
        yield (
            f'"{spaced}","{spaced}","{spaced}","198001","{ended}","E06999999","E92000001",'
            f'"400000","0300000",{latitude},{longitude}\r\n'
        )
