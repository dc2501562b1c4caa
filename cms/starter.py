"""The pages that a new council begins with, in plain English. They are its editors' from then on."""

from typing import Any

#: The ways in of the home page: the code of a type of support, its words, examples, its picture.
WAYS: list[tuple[str, str, str, str]] = [
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
#: How it works: title, detail.
STEPS: list[tuple[str, str]] = [
    ("Look", "Search by words and place. Every price says what it buys: an hour, a visit, a week."),
    ("Check", "See who has been checked, by whom, and on what date."),
    ("Decide", "You choose. If the council helps to pay, you see what is left before you agree."),
]
#: The section of the information pages: title, last part of its address, summary.
SECTION = (
    "Help and advice",
    "help-and-advice",
    "Plain answers about care, money and choosing who helps you.",
)
#: The information pages: title, summary, body.
PAGES: list[tuple[str, str, list[tuple[str, Any]]]] = [
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
