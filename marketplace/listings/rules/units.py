"""What a price buys, the bands of days it differs by, and the parts of a day."""

from datetime import time
from enum import StrEnum


class PriceUnit(StrEnum):
    HOUR = "hour"
    VISIT = "visit"
    SESSION = "session"
    NIGHT = "night"
    WEEK = "week"
    MILE = "mile"
    ITEM = "item"


PRICE_UNIT_LABELS = {
    PriceUnit.HOUR: "One hour",
    PriceUnit.VISIT: "One visit",
    PriceUnit.SESSION: "One session",
    PriceUnit.NIGHT: "One night",
    PriceUnit.WEEK: "One week",
    PriceUnit.MILE: "One mile",
    PriceUnit.ITEM: "One item",
}

#: The units that each kind of supplier usually sells by, by the kind's code; their boxes come first.
USUAL_UNITS = {
    "home_care": (PriceUnit.HOUR, PriceUnit.VISIT, PriceUnit.NIGHT),
    "care_home": (PriceUnit.NIGHT, PriceUnit.WEEK),
    "day_service": (PriceUnit.SESSION,),
    "community": (PriceUnit.SESSION,),
    "transport": (PriceUnit.VISIT, PriceUnit.MILE),
    "personal_assistant": (PriceUnit.HOUR, PriceUnit.NIGHT, PriceUnit.MILE),
    "equipment_retailer": (PriceUnit.ITEM,),
}


class DayBand(StrEnum):
    WEEKDAY = "weekday"
    WEEKEND = "weekend"
    BANK_HOLIDAY = "bank_holiday"


DAY_BAND_LABELS = {
    DayBand.WEEKDAY: "Weekday",
    DayBand.WEEKEND: "Weekend",
    DayBand.BANK_HOLIDAY: "Bank holiday",
}


class DayPart(StrEnum):
    MORNING = "morning"
    LUNCH = "lunch"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NIGHT = "night"


DAY_PART_LABELS = {
    DayPart.MORNING: "Morning",
    DayPart.LUNCH: "Lunch",
    DayPart.AFTERNOON: "Afternoon",
    DayPart.EVENING: "Evening",
    DayPart.NIGHT: "Night",
}
#: When each part begins and ends; the night runs into the next day.
DAY_PART_HOURS = {
    DayPart.MORNING: (time(7), time(11)),
    DayPart.LUNCH: (time(11), time(14)),
    DayPart.AFTERNOON: (time(14), time(18)),
    DayPart.EVENING: (time(18), time(22)),
    DayPart.NIGHT: (time(22), time(7)),
}
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
