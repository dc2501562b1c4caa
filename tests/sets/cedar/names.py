"""Invented names of places, people and firms."""

from __future__ import annotations

from random import Random

COUNCIL = "Wexmere Council"
BIG_TOWN = "Harlingstoke"
VILLAGES = [
    "Upper Thorle",
    "Nether Thorle",
    "Chalkdown",
    "Pennyhurst",
    "Long Amble",
    "Brindlecombe",
    "Stoke Marden",
    "Fennick Green",
    "Quillford",
    "St Osyn",
    "Marlow End",
    "Copperbourne",
]
FIRST = """Amara Ada Agnes Alan Alice Amir Andrew Angela Anita Anne Barbara Ben Beryl Bogdan Brenda Brian
Carla Carol Chidi Chloe Christine Claire Colin Daisy Daniel Darren David Dawn Debra Denise Derek Donna Doris
Dorothy Eileen Elaine Elena Emma Eric Esther Ewa Farah Fatima Fiona Frank Gemma George Gillian Grace Graham
Hannah Harold Hassan Heather Helen Ian Imran Irene Ivy Jack Jade James Janet Jasmine Jean Joan Joanna Josie
Joyce Julie Karen Kavita Keith Kelly Kemi Kerry Kofi Laura Leah Lena Lily Linda Lorraine Louise Lynne Maggie
Malcolm Margaret Maria Mark Marta Maureen Megan Michael Mina Mohammed Monika Moira Nadia Nasreen Natalie Neil
Nicola Nigel Nina Olive Omar Oscar Pamela Patricia Paul Pauline Peter Petra Philip Priya Rachel Ravi Rebecca
Rita Robert Rosie Ruth Sadia Sally Samantha Sandra Sanjay Sarah Shanice Sharon Sheila Simon Sophie Stella
Stephen Susan Tanya Teresa Terry Thomas Tina Tom Tracey Uche Valerie Vera Victoria Violet Wanda Wendy Yasmin
Yusuf Zainab Zoe""".split()
LAST = """Abbott Adeyemi Ahmed Akhtar Allwright Appiah Atkins Baines Banerjee Barrowclough Begum Bellamy Bhatt
Bickerton Blackwell Boateng Bristow Burridge Cartledge Chaudhry Chivers Clegg Cobbold Cole Coombes Crabtree
Dalgleish Danso Delaney Desai Dhillon Dobrowski Dunmore Eastwood Eccles Ellery Evans Farquhar Fernandes Finch
Fitzgerald Fletcher Gadsby Garrity Ghosh Goddard Gorman Greenhalgh Gupta Haddow Hancock Hartnell Haynes Higgs
Holloway Hussain Ibrahim Iqbal Jarvis Jessop Kaminska Kaur Keane Khan Kowalczyk Lacey Langridge Larkin Lovell
Mahmood Maddox Malik Marchetti McAllister McBride Mensah Mistry Moody Mukherjee Nkosi Nowak Obi Ofori Okafor
Oldfield OShea Osman Owusu Parfitt Parmar Patel Pemberton Penfold Perera Popescu Prentice Quigley Quinn Rahman
Rai Ramsbottom Reddy Redfern Rowntree Sahota Salter Sandhu Scott Seddon Shah Sidhu Singh Skelton Smith Sowerby
Stanhope Sutcliffe Tattersall Thackeray Thorpe Tran Trowbridge Turnbull Uddin Underhill Varley Verma Wainwright
Walczak Warburton Wetherby Whitcombe Wilkes Williams Winstanley Wojcik Wragg Yeo Yilmaz Zaman""".split()
ROOTS = """Thornlea Hollowmere Ashwick Pellbrook Quillford Larkmoor Fernhallow Copperleaf Wrenfield Saltmarsh
Amberdown Birchanger Cloverdene Dewhollow Elderbank Foxcombe Greenacre Hazelmere Ivyholt Juniperhill Kestrelbank
Lavender Mistlewood Nettlecombe Orchard Primrose Rookwood Silverdale Teasel Umberleigh Violetfield Willowend
Yarrow Harbourne Kingsway Millpond Northgate Oakapple Pippin Redcroft Sunnybank Tidewell Windrush Bluebell
Chalkstream Downland Evergreen Fairlight Goldcrest Honeycroft""".split()
WORDS = {
    "homecare": [
        "Home Care",
        "Homecare Services",
        "Care at Home",
        "Community Care",
        "Home Support",
        "Domiciliary Care",
        "Supported Living",
        "Care Partners",
    ],
    "day": [
        "Day Centre",
        "Day Services",
        "Day Opportunities",
        "Day Care",
        "Activity Centre",
        "Resource Centre",
    ],
    "respite": [
        "Respite",
        "Short Breaks",
        "House",
        "Lodge",
        "Guest House",
        "Respite Lodge",
        "Farm Breaks",
    ],
    "transport": [
        "Community Cars",
        "Taxis",
        "Cars",
        "Community Transport",
        "Private Hire",
        "Accessible Cabs",
    ],
    "club": [
        "Social Club",
        "Friendship Club",
        "Arts Club",
        "Drama Group",
        "Football Club",
        "Choir",
        "Swimming Club",
        "Youth Club",
        "Riding Group",
        "Allotment Group",
    ],
    "meals": ["Meals", "Kitchen", "Home Meals", "Lunches"],
    "alarm": ["Telecare", "Careline", "Lifeline", "Community Alarms"],
    "bureau": ["Payroll Services", "Payroll", "Direct Payroll", "Payroll Bureau"],
}
TRADES = {
    "cleaning": [
        "Sparkle & Shine",
        "Spick n Span",
        "Mop & Mind",
        "Tidy Homes",
        "Bright & Clean",
        "The Clean Team",
        "Dust Busters",
        "Home Sweet Clean",
        "Shipshape Cleaning",
        "Fresh Start Cleaning",
        "Polished",
    ],
    "garden": [
        "Green Fingers",
        "Mow & Grow",
        "The Garden Man",
        "Hedge & Edge",
        "Lawn & Order",
        "Muddy Boots Gardening",
        "Plot & Potter",
    ],
    "support": [
        "Helping Hands With Heart",
        "Sunny Side Support",
        "Out & About Buddies",
        "Kind Company",
        "Cuppa & Chat",
        "Stepping Out",
        "Time For You",
        "Side By Side",
        "Happy Days Support",
        "Little Helps",
        "Hand in Hand",
        "Good Neighbours",
        "Steady On",
        "Bright Days",
        "Friendly Faces",
    ],
    "therapy": [
        "Calm Waters Therapy",
        "Music With Me",
        "Paws for Thought",
        "Gentle Moves",
        "Hydro & Home",
        "Footsteps Foot Care",
        "Stretch & Smile",
        "The Sensory Den",
    ],
}
ENDINGS = [" Ltd", " Limited", " CIC", " LLP", "", " Ltd", " Ltd", " Trust"]
SHOPS = [
    ("HALFPENNY STORES", "5411"),
    ("BRAMBLE & RYE BAKERY", "5462"),
    ("MARKET PLACE NEWS", "5994"),
    ("CORNERWAYS FOODS", "5411"),
    ("THE COPPER KETTLE", "5812"),
    ("DRAPERS YARD CLOTHING", "5651"),
    ("HARLING GARAGE", "5541"),
    ("PENNYWISE PHARMACY", "5912"),
    ("FISH & FRIAR", "5814"),
    ("OLD MILL GARDEN CTR", "5261"),
    ("TALLY ELECTRICALS", "5732"),
    ("SWIFTLET MOBILE", "4814"),
    ("PET PANTRY", "5995"),
    ("ROXY CINEMA", "7832"),
    ("CHIMES GIFT SHOP", "5947"),
    ("STREAMBOX.TV", "4899"),
    ("TOFFEE & TWINE", "5441"),
    ("SHOE LOFT", "5661"),
]
BANNED = [
    ("LUCKYSPIN BINGO", "7995"),
    ("REDPOST BOOKMAKERS", "7995"),
    ("THE HOP CELLAR", "5921"),
    ("CROWN & ANCHOR", "5813"),
    ("COINBARROW", "6051"),
    ("MERRYSLOTS.COM", "7995"),
]


def firm_names(rng: Random, kind: str, count: int) -> list[str]:
    """Names of one kind of organisation, every third a near-namesake of the one before."""
    found: list[str] = []
    roots = rng.sample(ROOTS, len(ROOTS))
    while len(found) < count:
        if found and len(found) % 3 == 2:
            name = namesake(rng, found[-1], WORDS[kind])
        else:
            name = (
                f"{roots[len(found) % len(roots)]} {rng.choice(WORDS[kind])}{rng.choice(ENDINGS)}"
            )
        if name not in found:
            found.append(name)
        else:
            rng.shuffle(roots)
    return found


def namesake(rng: Random, name: str, words: list[str]) -> str:
    """The same name with one word changed."""
    root = name.split()[0]
    return f"{root} {rng.choice(words)}{rng.choice(ENDINGS)}"


def human_names(rng: Random, count: int) -> list[tuple[str, str]]:
    """First and last names; some share a surname and an initial."""
    found: list[tuple[str, str]] = []
    while len(found) < count:
        first, last = rng.choice(FIRST), rng.choice(LAST)
        if (first, last) in found:
            continue
        found.append((first, last))
        if rng.random() < 0.12:
            twin = rng.choice([f for f in FIRST if f[0] == first[0]])
            if (twin, last) not in found:
                found.append((twin, last))
    return found[:count]
