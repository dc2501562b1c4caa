"""The demo's editorial pages: the front door and a few in plain English."""

from datetime import datetime, timedelta

from cms.models import HomePage, InformationPage, SectionPage
from marketplace.accounts.models import Authority, User
from marketplace.listings.models import Listing
from marketplace.vocabulary.models import Term

WAYS = [
    (
        "personal-care",
        "Washing, dressing and getting up",
        "Visits at home, morning to night",
        "bath",
    ),
    ("meals-home", "Meals, shopping and housework", "Cooking, laundry, a hot meal", "cup"),
    ("company", "Company and getting out", "Friendly visits, groups, choirs", "people"),
    ("equipment", "Equipment and changes to my home", "Rails, chairs, bath seats", "equipment"),
    ("breaks", "A break for me or my carer", "Short stays, day and night sitting", "bed"),
    ("transport", "Lifts and transport", "Community cars and minibuses", "bus"),
]
STEPS = [
    ("Look", "Search by words and place. Every price says what it buys: an hour, a visit, a week."),
    ("Check", "See who has been checked, by whom, and on what date."),
    ("Decide", "You choose. If the council helps to pay, you see what is left before you agree."),
]
PAGES = [
    (
        "What is a personal budget?",
        "It is the money that the council works out you need for your support. You can decide how it"
        " is spent.",
        [
            ("heading", "How you can have it"),
            (
                "points",
                [
                    "As a direct payment, in a bank account or on a card.",
                    "The council looks after it and pays for you.",
                    "Some of each.",
                ],
            ),
            ("heading", "What you can spend it on"),
            (
                "paragraph",
                "<p>Anything that meets the needs in your plan. You do not have to choose from this"
                " directory.</p>",
            ),
        ],
    ),
    (
        "Employing a personal assistant",
        "You choose who helps you, and when. You may be their employer, and we can help with that.",
        [
            (
                "steps",
                [
                    {"title": "Meet", "detail": "Talk to two or three people before you decide."},
                    {"title": "Agree", "detail": "Write down days, times and pay."},
                    {"title": "Pay", "detail": "A payroll service does payslips and tax for you."},
                ],
            ),
            (
                "paragraph",
                "<p>You need employer’s liability insurance before the first day.</p>",
            ),
        ],
    ),
    (
        "How suppliers are checked",
        "The council looks at evidence before a supplier appears here, and again before it runs out.",
        [
            (
                "points",
                [
                    "Who they are, and their criminal record check.",
                    "Insurance that is in date.",
                    "References and training.",
                ],
            ),
            (
                "paragraph",
                "<p>A check says what was true on its date. It is not a promise about every visit.</p>",
            ),
        ],
    ),
]


def load_pages(authority: Authority, editor: User, at: datetime) -> None:
    """Fill the front door, and publish a section of information pages owned by the editor."""
    home = HomePage.objects.get(council_site__authority=authority)
    home.ways = _ways(authority)
    home.steps = [("step", {"title": title, "detail": detail}) for title, detail in STEPS]
    home.featured = [("listing", listing) for listing in _featured(authority, at)]
    home.save_revision(user=editor).publish()
    section = SectionPage(
        title="Help and advice",
        slug="help-and-advice",
        summary="Plain answers about care, money and choosing who helps you.",
        owner=editor,
    )
    home.add_child(instance=section)
    section.save_revision(user=editor).publish()
    for title, summary, body in PAGES:
        page = InformationPage(
            title=title,
            summary=summary,
            body=body,
            owner=editor,
            review_by=(at + timedelta(days=180)).date(),
        )
        section.add_child(instance=page)
        page.save_revision(user=editor).publish()


def _ways(authority: Authority) -> list[tuple[str, dict[str, object]]]:
    terms = {t.code: t for t in Term.objects.filter(authority=authority, kind="category")}
    return [
        ("way", {"term": terms[code], "words": words, "detail": detail, "picture": picture})
        for code, words, detail, picture in WAYS
    ]


def _featured(authority: Authority, at: datetime) -> list[Listing]:
    """One listing of each supplier that the case is about: the newest, where names repeat."""
    public = Listing.objects.public(at).filter(authority=authority).order_by("-pk")
    names = ["Amara Okoro", "Lantern Lane Home Care", "Steadfast Mobility"]
    found = (public.filter(supplier__name=name).first() for name in names)
    return [listing for listing in found if listing]
