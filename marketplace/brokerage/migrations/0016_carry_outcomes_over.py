"""Each outcome's part of life as a term of its council's framework; each line's outcome as a row.

Every council that there is gets the outcomes that the law names, as its own rows: Care and Support
(Eligibility Criteria) Regulations 2015 (SI 2015/313), regulation 2(2) for adults who need care and
support, regulation 3(2)(b) for carers. They are written out here: a migration stays as it is.

The way back keeps one outcome of a line, the first, and for a term one of the ten that the column
had words for: of a council's own term the first that it is part of, of a carer's the nearest.
"""

from datetime import date

from django.db import migrations

_REGULATIONS = "Care and Support (Eligibility Criteria) Regulations 2015 (SI 2015/313)"
_WORK = "Work, training, learning or volunteering"
FRAMEWORKS = [
    (
        ("care-act", "Care Act outcomes", "person", f"{_REGULATIONS}, regulation 2(2)"),
        [
            ("nutrition", "Eating and drinking", "meals", "2(2)(a)"),
            ("hygiene", "Keeping clean", "personal care", "2(2)(b)"),
            ("toilet", "Using the toilet", "personal care", "2(2)(c)"),
            ("clothing", "Getting dressed", "getting dressed", "2(2)(d)"),
            ("home_safely", "Being safe at home", "safety", "2(2)(e)"),
            ("habitable_home", "Looking after the home", "housework", "2(2)(f)"),
            ("relationships", "Family and friends", "company", "2(2)(g)"),
            ("work", _WORK, "activities", "2(2)(h)"),
            ("community", "Getting out and about", "getting out", "2(2)(i)"),
            ("caring", "Caring for a child", "family", "2(2)(j)"),
        ],
    ),
    (
        ("carers", "Carers’ outcomes", "carer", f"{_REGULATIONS}, regulation 3(2)(b)"),
        [
            ("child", "Caring for a child", "family", "3(2)(b)(i)"),
            ("others", "Caring for other people", "sitting service", "3(2)(b)(ii)"),
            ("home", "Looking after the home", "housework", "3(2)(b)(iii)"),
            ("nutrition", "Eating and drinking", "meals", "3(2)(b)(iv)"),
            ("relationships", "Family and friends", "company", "3(2)(b)(v)"),
            ("work", _WORK, "activities", "3(2)(b)(vi)"),
            ("community", "Getting out and about", "getting out", "3(2)(b)(vii)"),
            ("recreation", "Hobbies and free time", "activities", "3(2)(b)(viii)"),
        ],
    ),
]
OF_CARERS = {"child": "caring", "others": "caring", "home": "habitable_home", "recreation": "community"}
TEN = (
    "nutrition hygiene toilet clothing home_safely habitable_home relationships work community caring"
).split()


def _name_outcomes(apps):
    Framework = apps.get_model("vocabulary", "OutcomeFramework")
    Term = apps.get_model("vocabulary", "OutcomeTerm")
    for council in apps.get_model("accounts", "Authority").objects.order_by("pk"):
        for (code, name, for_whom, source), outcomes in FRAMEWORKS:
            framework, made = Framework.objects.get_or_create(
                authority=council,
                code=code,
                defaults={
                    "name": name,
                    "for_whom": for_whom,
                    "source": source,
                    "from_date": date(2015, 4, 1),
                },
            )
            if not made:
                continue
            Term.objects.bulk_create(
                Term(
                    framework=framework,
                    code=term,
                    label=label,
                    search_for=search_for,
                    paragraph=paragraph,
                    position=position,
                )
                for position, (term, label, search_for, paragraph) in enumerate(outcomes)
            )


def carry_over(apps, schema_editor):
    _name_outcomes(apps)
    Outcome, Item = apps.get_model("brokerage", "Outcome"), apps.get_model("brokerage", "PlanItem")
    Link = apps.get_model("brokerage", "PlanItemOutcome")
    terms = apps.get_model("vocabulary", "OutcomeTerm").objects.filter(framework__code="care-act")
    for term in terms.select_related("framework"):
        Outcome.objects.filter(plan__authority=term.framework.authority_id, area=term.code).update(
            term=term
        )
    rows = Item.objects.values_list("pk", "outcome_id").order_by("pk").iterator(chunk_size=1000)
    Link.objects.bulk_create(
        (Link(item_id=item, outcome_id=outcome) for item, outcome in rows), batch_size=500
    )


def take_back(apps, schema_editor):
    Outcome, Item = apps.get_model("brokerage", "Outcome"), apps.get_model("brokerage", "PlanItem")
    Link = apps.get_model("brokerage", "PlanItemOutcome")
    for term in apps.get_model("vocabulary", "OutcomeTerm").objects.prefetch_related("part_of"):
        codes = [term.code, *(part.code for part in term.part_of.all())]
        area = next((code for code in codes if code in TEN), OF_CARERS.get(term.code, "community"))
        Outcome.objects.filter(term=term).update(area=area)
    first = {}
    for link in Link.objects.order_by("item_id", "outcome__position", "outcome_id"):
        first.setdefault(link.item_id, link.outcome_id)
    for item_id, outcome_id in first.items():
        Item.objects.filter(pk=item_id).update(outcome=outcome_id)


class Migration(migrations.Migration):
    dependencies = [("brokerage", "0015_terms_and_several_outcomes")]

    operations = [migrations.RunPython(carry_over, take_back)]
