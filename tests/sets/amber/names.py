"""Invented people, places and words of firms."""

from __future__ import annotations

from random import Random

from .model import Payee

FIRST = """Amara Adaeze Agnes Alan Alfie Alice Amir Andrzej Angela Anita Anwar Arthur Ayesha Barbara Beata Bernard Beryl
Bilal Brenda Brian Callum Carol Chidi Chloe Christine Clive Colin Comfort Connor Danuta Daphne Darren Deborah Denise
Derek Devon Dilip Donna Doreen Edith Eileen Elaine Emeka Emma Eric Esther Farah Fatima Femi Fiona Florence Frank Gareth
George Gillian Glenda Grace Graham Gwen Habib Hannah Harold Hazel Helen Ian Imran Irene Iris Ivy Jacek Jack Jade Jamal
Janet Jean Joan Josie Joyce Kamala Karen Kasia Keith Kelly Kevin Kofi Laura Leanne Leslie Lily Linda Lorraine Lucy
Magda Malcolm Margaret Marion Mark Maureen Megan Mercy Michelle Mohammed Monika Nadia Natalie Neville Ngozi Nigel Nina
Noreen Olive Oluwaseun Pamela Patience Paul Pauline Peggy Peter Piotr Priya Rachel Rajesh Ravi Renata Rita Robert Roger
Ronald Rosemary Ruth Sadia Samuel Sandra Sarah Shabana Sharon Sheila Shirley Simon Stella Stephen Sunita Susan Sylvia
Tamika Teresa Thelma Tomasz Tracey Trevor Umar Vera Veronica Victor Violet Walter Wendy Winifred Yasmin Yusuf Zainab
Zofia""".split()
LAST = """Abbotson Achterby Adeyinkola Agbonlahun Akintola Alderwick Amponsah Anstruthers Applegarth Arkwell Ashdowne
Attenbury Ayodeji Bagnold Balderstone Bamfield Banerji Barraclow Beckwithe Bellingham Bharadia Birtwell Blackledge
Boatenge Bosworthy Bracegirdle Braithwell Brockhurst Bulstrode Cadwaller Calverley Carrowmore Chadderton Chaudhari
Clegghorn Coddington Copplestone Cowperthwaite Crabtreeson Cuthbertson Dabrowska Dallowby Danquahe Dearlove Dhaliwala
Dimmock Donnithorne Drinkwater Duckworthy Dunstable Eboigbe Eckersly Ellerbeck Entwhistle Eze Fairweather Farnsworthy
Featherstone Fernyhough Fothergille Fulljames Gaskarth Gathercole Ghoshal Gillibrand Goodenoughs Gorecka Greenhalge
Grimshawe Gudgeon Hainsworthy Hallewell Hardcastley Haroun Heptonstall Hesketh-Lowe Higginbottam Hindmarch Holroyde
Hussaini Ibekwe Igwe Illingworthe Inskip Iqbalzai Jagger Jankowska Jessopp Jolliffe Kaczmarska Kaurani Kellaway
Kershawe Khanum Kirkbride Knaggs Kowalik Kumarasen Lambourne Lascelle Leatherbarrow Lightbowne Longbottam Lovelock
Lysons Maciejewska Mallinder Mensahene Micklethwait Mistrani Molyneaux Murgatroyd Musgrove Nadkarni Naismyth Netherwood
Nwachuku Nwosu Oakeshott Obi Ogunbanjo Okafori Okonjo Oldroyde Osbaldeston Osei Owusuah Palfreyman Patelina
Peasgood Pendlebury Penhaligan Pickersgill Plowright Pomfrette Postlethwaite Quarmby Quayle-Hart Rahmanov Ramsbottam
Rashidi Ravenscroft Rawcliffe Rigglesworth Rowbotham Sandiforth Satterthwaite Scattergood Sedgewicke Shaughnessey
Shufflebotham Sidhuwal Singhania Skelhorn Slingsby Snodgrass Sowerbutts Stonehewer Sugden Swarbrick Szymanska Tattersalle
Thistlewood Threlfall Tillotson Titterington Tonkinson Trevelyon Turnbulle Twelvetrees Uddinshah Umeh Unsworthy Vasanthi
Venables Wachowska Waddilove Walmersley Warburtin Wetherall Whittingslow Widdowsone Winterbottam Wolstenholme Wrigglesby
Yaxley Youngmane Zielinska""".split()
TOWNS = """Brackenholt|Cawthwaite|Stoke Averill|Marlow Fenny|Nether Colne|Thornaby Wick|Eastwold|Pellmere|Harrowden
Ouseby|Little Tarrant|Wexcombe|Hallowfield|Kirk Ambry|Silverdale Cross|Dunmere|Ashby Lode|Great Penning|Saltwick
Rowanbridge|Lanercote|Brindlow""".replace("\n", "|").split("|")
MEN = set(
    """Alan Alfie Amir Andrzej Anwar Arthur Bernard Bilal Brian Callum Chidi Clive Colin Connor Darren Derek Devon Dilip Emeka
Eric Femi Frank Gareth George Graham Habib Harold Ian Imran Jacek Jack Jamal Keith Kevin Kofi Leslie Malcolm Mark Mohammed Neville
Nigel Oluwaseun Paul Peter Piotr Rajesh Ravi Robert Roger Ronald Samuel Simon Stephen Tomasz Trevor Umar Victor Walter Yusuf""".split()
)
STEMS = """Meadowbank|Larkrise|Amber Vale|Willowbrook|Beacon|Harbour|Oakleaf|Sunnyside|St Wilfrid|Haverdale|Penny Lane
Riverside|Copperfield|Bluebell|Greenacre|Lighthouse|Kestrel|Primrose|Fourways|Hawthorn|Orchard|Stepping Stones
Moorland|Ivy House|Northgate|Cornerstone|Daybreak|Evergreen|Jubilee|Kingfisher""".replace(
    "\n", "|"
).split("|")


def person_name(rng: Random) -> tuple[str, str, str]:
    """First name, surname and title."""
    first = rng.choice(FIRST)
    return first, rng.choice(LAST), title_of(rng, first)


def title_of(rng: Random, first: str) -> str:
    """A title that goes with a first name."""
    return "Mr" if first in MEN else rng.choice(["Mrs", "Mrs", "Miss", "Ms"])


def bank_details(rng: Random, used: set[str]) -> tuple[str, str]:
    """A sort code no bank holds (00-..) and an account number used once."""
    while True:
        number = f"{rng.randrange(10_000_000, 99_999_999)}"
        if number not in used:
            used.add(number)
            return f"00-{rng.randrange(10, 99)}-{rng.randrange(10, 99)}", number


def personal_assistant(
    rng: Random, number: int, used: set[str], like: Payee | None = None
) -> Payee:
    """A personal assistant; `like` gives another one's surname and initial (a sister, a cousin)."""
    first, last, title = person_name(rng)
    if like:
        last = like.last
        same = [name for name in FIRST if name[0] == like.first[0] and name != like.first]
        first = rng.choice(same) if same else first
        title = title_of(rng, first)
    sort, account = bank_details(rng, used)
    return Payee(
        f"Y{number}",
        "pa",
        f"{first} {last}",
        sort=sort,
        number=account,
        bank_known=rng.random() < 0.93,
        first=first,
        last=last,
        title=title,
        town=rng.choice(TOWNS),
        married=rng.choice(LAST) if rng.random() < 0.16 and title != "Mr" else "",
    )
