"""What a price buys, the bands of days it differs by and the parts of a day."""

from datetime import time

from marketplace.core.labels import LabelledEnum
from marketplace.suppliers.rules import SupplierKind


class PriceUnit(LabelledEnum):
    """What one price buys."""

    HOUR = "hour", "One hour"
    VISIT = "visit", "One visit"
    SESSION = "session", "One session"
    NIGHT = "night", "One night"
    WEEK = "week", "One week"
    MILE = "mile", "One mile"
    ITEM = "item", "One item"


#: The units that each kind of supplier usually sells by; their boxes come first.
USUAL_UNITS: dict[str, tuple[PriceUnit, ...]] = {
    SupplierKind.HOME_CARE: (PriceUnit.HOUR, PriceUnit.VISIT, PriceUnit.NIGHT),
    SupplierKind.CARE_HOME: (PriceUnit.NIGHT, PriceUnit.WEEK),
    SupplierKind.DAY_SERVICE: (PriceUnit.SESSION,),
    SupplierKind.COMMUNITY: (PriceUnit.SESSION,),
    SupplierKind.TRANSPORT: (PriceUnit.VISIT, PriceUnit.MILE),
    SupplierKind.PERSONAL_ASSISTANT: (PriceUnit.HOUR, PriceUnit.NIGHT, PriceUnit.MILE),
    SupplierKind.EQUIPMENT_RETAILER: (PriceUnit.ITEM,),
}


class DayBand(LabelledEnum):
    """Kinds of day between which a price may differ."""

    WEEKDAY = "weekday", "Weekday"
    WEEKEND = "weekend", "Weekend"
    BANK_HOLIDAY = "bank_holiday", "Bank holiday"


class DayPart(LabelledEnum):
    """The parts of a day in which somebody may be free."""

    MORNING = "morning", "Morning"
    LUNCH = "lunch", "Lunch"
    AFTERNOON = "afternoon", "Afternoon"
    EVENING = "evening", "Evening"
    NIGHT = "night", "Night"


#: When each part begins and ends; the night runs into the next day. Judgement: how visits of home
#: care are usually planned.
DAY_PART_HOURS = {
    DayPart.MORNING: (time(7), time(11)),
    DayPart.LUNCH: (time(11), time(14)),
    DayPart.AFTERNOON: (time(14), time(18)),
    DayPart.EVENING: (time(18), time(22)),
    DayPart.NIGHT: (time(22), time(7)),
}
