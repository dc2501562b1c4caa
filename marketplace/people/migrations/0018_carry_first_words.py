"""What a record began with in words becomes rows: what helps to read and talk, and who speaks with them.

Words that name one kind of need, and deny nothing, are that kind, with the words beside it; others are
kept as they were said. The day is the one on which the record began, so that a worker is asked to look
at it. Where needs were recorded since, the first words no longer counted: they are kept, ended when
those began. Who somebody speaks through is a need too ("somebody beside them"): only a worker can say
who that is to them, and nobody sees anything by it.

The way back puts the words into the columns again, and takes the rows away.
"""

import re
from datetime import timedelta
from typing import Any

from django.db import migrations
from django.utils.timezone import localtime

NEEDS, SPEAKER = "first_words_of_needs", "first_words_of_who_speaks"
KINDS = {
    "large_print": r"large print|\b1[468] point",
    "easy_read": r"easy read",
    "braille": r"braille",
    "audio": r"\baudio",
    "text_relay": r"text relay|relay uk",
    "bsl": r"\bbsl\b|sign language",
    "lipspeaker": r"lip ?(speaker|read)",
    "hearing_loop": r"hearing loop|loop system",
    "language": r"interpreter",
}
DENIED = re.compile(r"\b(no|not|never|without|nor)\b|n[’']t\b", re.IGNORECASE)
#: A year, as for every need.
REVIEW = timedelta(days=365)


def carry(apps: Any, schema_editor: Any) -> None:
    people = apps.get_model("people", "Person").objects
    need = apps.get_model("people", "CommunicationNeed")
    for person in people.exclude(communication_needs="").order_by("pk").iterator():
        first = need.objects.filter(person=person).order_by("recorded_at", "pk").first()
        words = person.communication_needs
        row = _row(need, person, _kind_of(words), words, NEEDS)
        if first is not None:
            row.ended_at, row.ended_by_system = first.recorded_at, NEEDS
        row.save()
    for person in people.exclude(speaks_through="").order_by("pk").iterator():
        open_kinds = need.objects.filter(person=person, ended_at=None).values_list("kind", flat=True)
        # Somebody is recorded already: then the other kind is not, for its words were carried ended.
        kind = "other" if "somebody" in open_kinds else "somebody"
        _row(need, person, kind, person.speaks_through, SPEAKER).save()


def _row(need: Any, person: Any, kind: str, words: str, system: str) -> Any:
    return need(
        person=person,
        kind=kind,
        detail=words,
        review_date=localtime(person.registered_at).date() + REVIEW,
        recorded_at=person.registered_at,
        recorded_by_system=system,
    )


def _kind_of(words: str) -> str:
    found = [kind for kind, shape in KINDS.items() if re.search(shape, words, re.IGNORECASE)]
    return found[0] if len(found) == 1 and not DENIED.search(words) else "other"


def put_back(apps: Any, schema_editor: Any) -> None:
    need = apps.get_model("people", "CommunicationNeed")
    columns = {NEEDS: "communication_needs", SPEAKER: "speaks_through"}
    for system, column in columns.items():
        carried = need.objects.filter(recorded_by_system=system)
        for row in carried.select_related("person").iterator():
            setattr(row.person, column, row.detail)
            row.person.save(update_fields=[column])
        carried.delete()


class Migration(migrations.Migration):
    dependencies = [("people", "0017_needs_say_who")]

    operations = [migrations.RunPython(carry, put_back)]
