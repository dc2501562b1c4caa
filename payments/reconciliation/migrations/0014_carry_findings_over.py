"""What matches claim and what was found, from lists beside matches and exceptions to rows of their own.

Claims of every match become rows; those of an undone one are released when it was undone. What was found
of a matched or open line becomes findings that stand. What was said of a match that was undone, or of an
exception that is done, stays where it was written: it is history. A count before and after must agree.
"""

from collections import defaultdict
from datetime import date

from django.db import migrations

BATCH = 500
#: What each rule's finding was, when this was written; the rules may say otherwise since.
CONCERNS = {"R13"}
INFORMATION = {"R2", "R11", "R20"}
ASKED_WHEN_MATCHED = {"R8", "R9", "R29"}
#: As long as a sentence may be.
LONGEST = 400


def forwards(apps, schema_editor):
    _name_people(apps)
    _claims(apps)
    _findings(apps)


def _name_people(apps):
    Exception_ = apps.get_model("reconciliation", "MoneyException")
    rows = Exception_.objects.filter(person=None).select_related("line__account")
    for part in _parts(rows):
        for row in part:
            row.account_id = row.line.account_id
            row.person_id = row.line.account.person_id
        Exception_.objects.bulk_update(part, ["account", "person"])


def _parts(rows):
    """All rows in parts, in order of their keys, each part read by itself."""
    last = 0
    while part := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = part[-1].pk
        yield part


def _claims(apps):
    Match = apps.get_model("reconciliation", "Match")
    Claim = apps.get_model("reconciliation", "DueClaim")
    places, said, kept = defaultdict(int), 0, 0
    for part in _parts(Match.objects.all()):
        new = []
        for match in part:
            claims = match.features.pop("claims", [])
            said += len(claims)
            for kind, target_id, due, units_c in claims:
                key = (kind, target_id, due)
                new.append(
                    Claim(
                        match_id=match.pk,
                        kind=kind,
                        target_id=target_id,
                        due=date.fromisoformat(due),
                        units_c=units_c,
                        instalment=places[key] if match.state == "active" else 0,
                        released_at=match.undone_at,
                    )
                )
                places[key] += match.state == "active"
        kept += len(Claim.objects.bulk_create(new, batch_size=BATCH))
        Match.objects.bulk_update(part, ["features"], batch_size=BATCH)
    _compare("claims", said, kept)


def _findings(apps):
    Match = apps.get_model("reconciliation", "Match")
    Exception_ = apps.get_model("reconciliation", "MoneyException")
    Finding = apps.get_model("reconciliation", "MoneyFinding")
    seen, said = set(), 0
    matched = Match.objects.filter(state="active").select_related("line__account")
    waiting = Exception_.objects.exclude(state="resolved").select_related("line__account")
    for rows, column, at in ((matched, "features", "made_at"), (waiting, "suggestion", "raised_at")):
        is_matched = column == "features"
        for part in _parts(rows):
            new = []
            for row in part:
                notes = getattr(row, column).pop("notes", [])
                if not is_matched and row.rule not in {code for code, _ in notes}:
                    notes = [[row.rule, row.reason], *notes]
                for code, sentence in notes:
                    if (row.line_id, code) in seen:
                        continue
                    seen.add((row.line_id, code))
                    said += 1
                    new.append(
                        Finding(
                            authority_id=row.authority_id,
                            person_id=row.line.account.person_id,
                            account_id=row.line.account_id,
                            line_id=row.line_id,
                            rule=code,
                            kind=_kind(code, is_matched),
                            sentence=sentence[:LONGEST],
                            state="settled" if is_matched and row.made_by_id else "standing",
                            found_at=getattr(row, at),
                        )
                    )
            Finding.objects.bulk_create(new, batch_size=BATCH)
            type(part[0]).objects.bulk_update(part, [column], batch_size=BATCH)
    _compare("findings", said, Finding.objects.count())


def _kind(code, is_matched):
    if code in INFORMATION or (is_matched and code not in ASKED_WHEN_MATCHED):
        return "information"
    return "concern" if code in CONCERNS else "question"


def _compare(what, before, after):
    if before != after:
        raise RuntimeError(f"{before} {what} were kept in lists and {after} are in rows.")


def backwards(apps, schema_editor):
    """Lists again. What was about no line has no place in the former shape, and goes."""
    Match = apps.get_model("reconciliation", "Match")
    Exception_ = apps.get_model("reconciliation", "MoneyException")
    Finding = apps.get_model("reconciliation", "MoneyFinding")
    Claim = apps.get_model("reconciliation", "DueClaim")
    Exception_.objects.filter(line=None).delete()
    Exception_.objects.filter(state="noted").update(state="open")
    claims = defaultdict(list)
    for row in Claim.objects.order_by("pk").iterator():
        claims[row.match_id].append([row.kind, row.target_id, row.due.isoformat(), row.units_c])
    notes = defaultdict(list)
    for row in Finding.objects.exclude(line=None).exclude(state="ended").order_by("rule"):
        notes[row.line_id].append([row.rule, row.sentence])
    for part in _parts(Match.objects.all()):
        for match in part:
            match.features["claims"] = claims[match.pk]
            if match.state == "active":
                match.features["notes"] = notes[match.line_id]
        Match.objects.bulk_update(part, ["features"], batch_size=BATCH)
    for part in _parts(Exception_.objects.exclude(state="resolved")):
        for row in part:
            row.suggestion["notes"] = notes[row.line_id]
        Exception_.objects.bulk_update(part, ["suggestion"], batch_size=BATCH)
    Claim.objects.all().delete()
    Finding.objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("reconciliation", "0013_findings_and_claims")]
    operations = [migrations.RunPython(forwards, backwards)]
