"""Invented names of people, places and firms; the pools every other module draws from."""

from __future__ import annotations

FIRST: list[
    str
] = """Amara Adaeze Beth Bridget Callum Chidi Daniela Derek Dilys Edith Elin Esme Farah Fergus Gemma
Gwen Hamid Hannah Ifeoma Imogen Ines Jacek Janet Jasmin Joanna Kavita Keeley Kofi Lena Liam Lorna Magda Marek
Maureen Miriam Nadia Neil Niamh Olga Oluwaseun Oscar Patience Pauline Priya Rachel Rafal Rosalind Rukhsana Samuel
Sandra Shabnam Sheila Siobhan Tanya Teresa Thandiwe Tomasz Uche Una Valerie Vikram Wanda Winifred Yasmin Yetunde
Zara Zeynep Aled Brendan Carys Dorota Eileen Freya Godfrey Hilary""".split()

SURNAME: list[
    str
] = """Abara Adeyemi Alcott Arkwell Ashdown Banerji Barrowby Bexon Birdsall Blakemore Brackley
Bryndle Calloway Carrick Chatterley Chukwu Cobbold Corrigan Cotterill Dabrowski Danquah Dewhurst Dunmore Eastaway
Edgeworth Ellery Fairclough Farrant Featherstonehaugh Fenwick Gadsby Garbutt Ghosh Gillespie Goodbody Hallam
Harcastle Hebden Hollingworth Iqbal Ivory Jarman Jellicoe Kapoor Kendrick Kowalczyk Lambourne Lascelles Liddell
Lovatt Maddock Makinde Marchbank Mbeki Merriweather Mistry Molyneaux Nettleship Nowicki Obi Okonjo Oldroyd O'Hanlon
O'Rourke Pemberton Penhaligon Petrenko Pickersgill Quayle Quennell Rahman Ramsbottom Rawcliffe Redfern Sagar
Sandiford Seddon Shackleton Siddiqui Skelhorn Smallbone Stanyon Szymanska Tattersall Thackeray Thistlewood Tregenza
Uddin Umeh Varley Verma Wainwright Walmsley Whittingham Wolstenholme Wrigley Yelland Zielinski""".split()

TOWN: list[
    str
] = """Wendleford Marshbrook Castle-Orton Oakham-Vale Thornwick Little-Aston Harrowmere Pellbridge Scarsdon
Kirkholme Easterleigh-Green Dunsbury Ravenhill Stapleworth Millcombe Fallowdale Overbeck Saxonbury Tarnside
Copplestow""".split()

STEM: list[
    str
] = """Wendle Marsh Thornwick Harrowmere Pellbridge Scarsdon Kirkholme Dunsbury Ravenhill Millcombe
Fallow Overbeck Saxon Tarnside Larkfield Rowan Alder Hawthorn Meadow Brook Highfield Orchard Beacon Willowbank
Sunny-Lea Kestrel Bluebell Sparrow Greenway Rosemary""".split()

CORE: dict[str, list[str]] = {
    "homecare": [
        "Home Care",
        "Homecare",
        "Care at Home",
        "Care Services",
        "Domiciliary Care",
        "Support Services",
    ],
    "day_centre": [
        "Day Centre",
        "Day Opportunities",
        "Community Hub",
        "Day Services",
        "Resource Centre",
    ],
    "transport": ["Cars", "Community Transport", "Private Hire", "Taxis", "Accessible Travel"],
    "meals": ["Meals at Home", "Kitchen", "Hot Lunches", "Community Meals"],
    "alarm": ["Lifeline", "Alarm Response", "Telecare", "Careline Response"],
    "respite": ["Respite House", "Short Breaks", "Holiday Lodge", "Short Stay"],
    "activity": [
        "Swim Club",
        "Art Workshop",
        "Music Therapy",
        "Riding for All",
        "Pottery Studio",
        "Drama Group",
    ],
    "cleaning": ["Cleaning", "Domestic Help", "House Helpers", "Laundry Service"],
    "payroll": ["Payroll", "Payroll Bureau", "Direct Pay Support", "Employer Services"],
    "insurance": ["Insurance Brokers", "Employer Cover"],
    "equipment": ["Mobility", "Independent Living Supplies", "Rehab Equipment", "Stairlifts"],
    "pension": ["Pension Trust", "Workplace Pensions"],
}
COUNT: dict[str, int] = {
    "homecare": 34,
    "day_centre": 22,
    "transport": 24,
    "meals": 10,
    "alarm": 10,
    "respite": 12,
    "activity": 20,
    "cleaning": 12,
    "payroll": 8,
    "insurance": 4,
    "equipment": 10,
    "pension": 3,
}
SUFFIX: list[str] = [
    "Ltd",
    "Limited",
    "CIC",
    "LLP",
    "",
    "Ltd",
    "(Wendleshire) Ltd",
    "Trust",
    "& Co Ltd",
]

SHOPS: list[tuple[str, str]] = [
    ("POTTERS BAKERY", "5462"),
    ("GREENGAGE STORES", "5411"),
    ("THE COPPER KETTLE", "5812"),
    ("NEWSBOX", "5994"),
    ("HALLOWS PHARMACY", "5912"),
    ("BARGAIN BARN", "5331"),
    ("CHIPPY ON THE HILL", "5814"),
    ("PETTIFERS PETS", "5995"),
    ("STITCH AND YARN", "5949"),
    ("TURNWELL FUEL", "5541"),
    ("WICKS GARDEN WORLD", "5261"),
    ("FABLE BOOKS", "5942"),
    ("OTTER VIDEO.COM", "5968"),
    ("KINGSWAY SHOES", "5661"),
    ("MARLOWS WINES", "5921"),
    ("CURL UP HAIR", "7230"),
]
BETTING: list[str] = ["LUCKY FURLONG BETS", "ACE HARBOUR CASINO", "TOTEWELL ONLINE"]
MCC: dict[str, str] = {
    "homecare": "8099",
    "day_centre": "8398",
    "transport": "4121",
    "meals": "5812",
    "alarm": "7393",
    "respite": "7011",
    "activity": "7997",
    "cleaning": "7349",
    "payroll": "8931",
    "insurance": "6300",
    "equipment": "5047",
    "pa": "8099",
    "hmrc": "9311",
    "pension": "6012",
}
