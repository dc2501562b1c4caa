"""What suppliers say about themselves: sentences by kind, filled from the words of the county.

Enough of them that a hundred thousand listings are not a hundred texts. No village here is real.
"""

from collections.abc import Mapping, Sequence
from random import Random

from marketplace.suppliers.rules import SupplierKind

_HEADS = "Alder Badger Bracken Brindle Clover Copper Cricket Damson Dapple Elder Ember Fallow Finch Gander Gorse Hazel Heather Inkle Jackdaw Juniper Kestrel Kingcup Lapwing Larch Linnet Mallow Marl Merrow Nettle Nuthatch Orchis Osier Otter Pippin Plover Quill Quince Sedge Sorrel Starling Tansy Teasel Thistle Thrim Umber Vetch Wend Wren Yarrow Yew".split()
_TAILS = "bourne bridge brook bury combe cote croft dale den field fold ford gate ham hurst ley low mere over ridge sett shaw side stead stoke stow thorpe thwaite ton wade well wick wold wood worth".split()
_ALL = [head + tail for head in _HEADS for tail in _TAILS]
VILLAGES = Random("villages").sample(_ALL, len(_ALL))
_STREETS = "Street Lane Road Close Terrace Drive Walk Rise Yard Parade".split()
_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
_NUMBERS: Mapping[str, Sequence[int]] = {
    "year": range(1961, 2025),
    "number": range(1, 181),
    "bus": range(1, 100),
    "days": (7, 10, 14, 20, 28),
    "score": range(86, 100),
    "years": range(2, 11),
}
WORDS: Mapping[str, Sequence[str]] = {
    "dish": "a roast|fish pie|curry and rice|lentil soup|cottage pie|jollof|pierogi|a stew|porridge|dhal|an omelette|jacket potatoes|kedgeree|rice and peas|apple crumble|scones|macaroni cheese|leek and potato soup|shepherd’s pie|plantain|samosas|bread and butter pudding".split(
        "|"
    ),
    "pastime": "dominoes|bingo|painting|knitting|chess|the crossword|pottery|the piano|gardening|snooker|card games|model railways|birdwatching|quilting|old films|the football|baking|bowls|folk songs|bhangra|reggae|hymns|poetry|jigsaws|photography|ballroom dancing|tai chi|woodwork|swimming|family trees".split(
        "|"
    ),
    "outing": "the library|the market|the chapel|the mosque|the gurdwara|the temple|the hairdresser|the swimming pool|the garden centre|the park|the surgery|the bank|the cinema|the allotment|the river|the bakery|the day centre|the football ground|the theatre|the museum|the hospital|the chemist|the optician|the dentist|the station|the seaside".split(
        "|"
    ),
    "skill": "moving and handling|first aid|dementia care|catheter care|epilepsy rescue medicine|food hygiene|end of life care|stroke recovery|positive behaviour support|Makaton|insulin|PEG feeding|pressure sores|falls|oral care|diabetes|autism|hoarding|hearing aids|low vision|continence|lone working|bereavement".split(
        "|"
    ),
    "past": "a ward sister|a school cook|a postman|a district nurse|a bus driver|a teaching assistant|a hotel housekeeper|a carpenter|a librarian|a firefighter|a hairdresser|an occupational therapist|a paramedic|a bank clerk|a youth worker|a gardener|a chef|a physiotherapist|a police officer|a tailor".split(
        "|"
    ),
    "aid": "a wheelchair|a stick|a frame|a scooter|a hoist|a guide dog|a hearing aid|a walker|crutches|oxygen|a stand aid|a riser chair|a communication board|a shower chair|a transfer board|callipers".split(
        "|"
    ),
    "street": _STREETS,
    "day": "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday".split("|"),
}
_ANYONE = [
    "We also go to {village} and {village}.",
    "Find us at {number} {village} {street}, {postcode}.",
    "The number {bus} bus stops at {village} {street}.",
    "Each of us has had training in {skill} and {skill}.",
    "Our certificate for {skill} is number {reference}; ask and you may see it.",
    "Two of us used to be something else: {past} and {past}.",
    "We began in {year} in {village}, with three people.",
    "If you use {aid}, tell us and we plan for it.",
    "We can write to you in large print, on tape or in easy words.",
    "Bring a friend or a neighbour the first time.",
    "On {day} the office answers until eight in the evening.",
    "Nothing is too small to complain about, and we write back within {days} days.",
    "We pay for training in {skill}, and staff stay for years.",
    "You pay at the end of the month, by card or bank transfer.",
    "A person answers, not a machine.",
    "We keep a few places for people who come out of hospital at short notice.",
    "Last year people gave us {score} out of a hundred for doing what we said.",
    "Our office in {village} has a ramp, a wide door and a place to park.",
]
_OWN: Mapping[SupplierKind, Sequence[str]] = {
    SupplierKind.HOME_CARE: [
        "We help with washing, dressing, medicines and breakfast, at the hour you choose.",
        "Tell us how you like {dish}, and that is how it is made.",
        "We stay at least half an hour, and longer when it matters.",
        "Somebody can sleep in, or stay awake all night.",
        "We work beside district nurses and know {skill}.",
        "We will take you to {outing} or {outing} as part of a visit.",
        "The rota comes on {day}, with names and faces.",
        "If your carer is late by ten minutes, you hear from us.",
        "We look after house keys in a safe and never write addresses on them.",
        "We can share visits with somebody who works for you already.",
        "There is time for {pastime} after supper.",
        "Care after a stay in hospital can begin the next {day}.",
    ],
    SupplierKind.PERSONAL_ASSISTANT: [
        "I was {past} before this, and it still helps.",
        "I cook {dish} and {dish}, or whatever is in the cupboard.",
        "I drive, and we can go to {outing} or {outing}.",
        "I have been trained in {skill} and in {skill}.",
        "I like {pastime} and {pastime}, and am happy to lose.",
        "I live near {village} and can come at short notice.",
        "I am not free on {day}.",
        "I have worked with people who use {aid}.",
        "I help with letters, forms and the telephone, and never with your bank card.",
        "I do not mind dogs, stairs or long silences.",
        "I can help you to get up, wash, dress and set the day going.",
        "My last two jobs were in {village} and {village}, each for years.",
        "You employ me, and I bring a list of what that means.",
        "I keep a notebook of what we did, and it stays with you.",
        "My certificate for {skill} is number {reference}.",
        "I learnt to make {dish} from somebody I looked after.",
        "I have looked after my own father, so I know the nights.",
        "Ask me about {pastime}: I have taught it.",
        "I can come with you to {outing} and wait.",
        "I am slow and careful with {aid}.",
    ],
    SupplierKind.CARE_HOME: [
        "Every room has its own shower, and a door that you can lock.",
        "Bring your chair, your pictures and your cat.",
        "Visitors come at any hour, and there is {dish} for them as well.",
        "On {day} there is {pastime}; nobody has to.",
        "Nurses are here day and night and know {skill}.",
        "The garden looks towards {village}, and the paths have no steps.",
        "A short stay can be a week, a fortnight, or until the bathroom is done.",
        "We go to {outing} in our own minibus.",
        "Our inspection report is in the hall, and we will read it to you.",
        "Couples may stay together.",
        "The cook asks each person, and {dish} is on the list because of one of them.",
        "Small groups live on each floor, with the same staff.",
    ],
    SupplierKind.DAY_SERVICE: [
        "There is {pastime} in the morning and {pastime} after lunch.",
        "Lunch is cooked here: {dish} on {day}, {dish} at the end of the week.",
        "The minibus fetches people from {village} and {village}.",
        "We have a quiet room, and a bath with a hoist.",
        "Come for a day, a half day or only for lunch.",
        "Once a month we go to {outing}.",
        "We know {skill} and {skill}.",
        "Your carer has the day off and can ring at any time.",
        "People here run the shop and keep the till.",
        "Those who want work get help to find some.",
    ],
    SupplierKind.COMMUNITY: [
        "We meet on {day} in the hall at {village}.",
        "Nobody has to be good at it.",
        "Afterwards there is tea, and somebody always brings {dish}.",
        "People come from {village}, {village} and {village}.",
        "We also do {pastime} when it rains.",
        "Carers and helpers come free.",
        "In summer we go to {outing}.",
        "A volunteer can meet you at the door the first time.",
        "There is a loop for hearing aids and room for {aid}.",
        "Members decide what we do, once a year, with a show of hands.",
    ],
    SupplierKind.TRANSPORT: [
        "We go to {outing}, {outing} and {outing}.",
        "Two of our cars take {aid}.",
        "Ring before noon for the next day; we keep some seats for the same day.",
        "Drivers wait, and see you back inside.",
        "We cover {village}, {village} and everything between.",
        "Drivers have been checked and trained in {skill}.",
        "A friend may ride with you and pays nothing.",
        "Regular journeys on {day} keep the same driver.",
    ],
    SupplierKind.EQUIPMENT_RETAILER: [
        "Try it in our shop at {number} {village} {street}, {postcode}.",
        "We bring it to {village} on {day} and show you how it works.",
        "If it does not suit, send it back within {days} days.",
        "Our fitter was {past} and leaves no dust.",
        "It goes with {aid}.",
        "Hire it by the week before you buy.",
        "You pay no VAT if it is for a long-term condition; we do the form.",
        "Parts and repairs for {years} years.",
        "The model number is {reference}.",
        "A trusted assessor measures you first and sells second.",
    ],
}


#: What a firm says, and what somebody says who works alone.
_OPENINGS = [
    (
        "We meet you before the first visit, and it stays those people.",
        "I come and meet you first, and you decide.",
    ),
    ("Ring first and ask anything. Nobody minds.", "Ring first and ask me anything."),
    (
        "You say how you like things done, and we write it down once.",
        "You say how you like things done, and I do it that way.",
    ),
]
_CLOSINGS = [
    (
        "If somebody is ill, we ring before nine and say who comes instead.",
        "If I am ill I ring before nine, and we have agreed who you ask instead.",
    ),
    (
        "Cancel by five the day before and you pay nothing.",
        "Cancel by five the day before and you pay nothing.",
    ),
    (
        "We tell you 28 days before any price goes up.",
        "I tell you 28 days before my price goes up.",
    ),
]


def description(rng: Random, words: Random, kind: SupplierKind, town: str) -> str:
    """Some paragraphs in a supplier's own voice. `rng` is the supplier's, `words` for this alone."""
    alone = kind is SupplierKind.PERSONAL_ASSISTANT
    opening, closing = rng.choice(_OPENINGS)[alone], rng.choice(_CLOSINGS)[alone]
    chosen = words.sample(_OWN[kind], words.randint(3, 5))
    if not alone:
        chosen += [f"Based in {town}.", *words.sample(_ANYONE, words.randint(2, 4))]
    said = [_filled(words, sentence) for sentence in chosen]
    parts = (opening, " ".join(said[:3]), " ".join(said[3:]), closing)
    return "\n\n".join(part for part in parts if part)


def _filled(rng: Random, sentence: str) -> str:
    """The sentence with a word for each name in braces, and no word twice."""
    used: set[str] = set()
    while "{" in sentence:
        before, _, rest = sentence.partition("{")
        name, _, after = rest.partition("}")
        while (word := _word(rng, name)) in used:
            pass
        used.add(word)
        sentence = f"{before}{word}{after}"
    return sentence


def _word(rng: Random, name: str) -> str:
    if name in WORDS:
        return rng.choice(WORDS[name])
    if name == "village":
        # A few villages are named everywhere, most by hardly anybody.
        return VILLAGES[int(rng.paretovariate(0.5)) % len(VILLAGES)]
    if name == "postcode":
        return f"FS{rng.randint(1, 10)} {rng.randint(1, 9)}{_letters(rng)}"
    if name == "reference":
        return f"{_letters(rng)}{rng.randint(10_000, 99_999)}"
    return str(rng.choice(_NUMBERS[name]))


def _letters(rng: Random) -> str:
    return "".join(rng.choices(_LETTERS, k=2))
