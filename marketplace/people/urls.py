"""The addresses of people, each with who may take it."""

from marketplace.accounts.access import SIGNED_IN, Whose, guarded, only
from marketplace.accounts.rules import Role
from marketplace.people.access import acting, own_and_acting
from marketplace.people.rules import MAY_BREAK_GLASS, MAY_COUNT_EQUALITY, MAY_READ_BROKEN_GLASS
from marketplace.people.views import equality, glass, helpers, own, people, risks

app_name = "people"
OWN = only(Role.PERSON, whose=Whose.SELF)
WORKER = only(Role.PRACTITIONER, whose=Whose.OWN)
WORKERS = only(Role.PRACTITIONER, whose=Whose.COUNCIL)
BREAKER = only(*map(Role, sorted(MAY_BREAK_GLASS.roles)), whose=Whose.COUNCIL)
BROKEN = only(*map(Role, sorted(MAY_BREAK_GLASS.roles)), whose=Whose.OWN)
READER = only(*map(Role, sorted(MAY_READ_BROKEN_GLASS.roles)), whose=Whose.COUNCIL)
COUNTER = only(*map(Role, sorted(MAY_COUNT_EQUALITY.roles)), whose=Whose.COUNCIL)
PLANNER = only(Role.BROKER, Role.PRACTITIONER, whose=Whose.OWN)
RECORD = "people/<uuid:public_id>/record/"
AROUND = "people/around/<uuid:public_id>/"
HELPER = "my/people/<uuid:public_id>/"

urlpatterns = [
    *own_and_acting("record/", own.my_record, name="my_record", get=OWN),
    *own_and_acting("risks/", risks.own, name="my_risks", get=OWN, post=OWN, once=True),
    *own_and_acting("risks/<uuid:public_id>/end/", risks.end_own, name="end_my_risk", post=OWN),
    guarded(
        "for/<uuid:for_person>/",
        acting(own.for_home),
        name="for_home",
        get=SIGNED_IN,
        check="only for whom they speak",
    ),
    guarded("my/helping/", own.helping, name="helping", get=SIGNED_IN),
    guarded("my/record/correct/", own.correct, name="correct", get=OWN, post=OWN, once=True),
    guarded("my/record/equality/", equality.own, name="my_equality", get=OWN, post=OWN),
    guarded("my/people/", helpers.my_people, name="my_people", get=OWN),
    guarded("my/people/add/", helpers.add, name="add_helper", get=OWN, post=OWN, once=True),
    guarded("my/people/agree/", helpers.agree, name="agree", get=OWN, post=OWN, once=True),
    guarded(HELPER, helpers.choose, name="helper", get=OWN, post=OWN),
    guarded(f"{HELPER}end/", helpers.end, name="end_helper", post=OWN),
    guarded(
        "my/consents/<uuid:public_id>/withdraw/", helpers.withdraw, name="withdraw_own", post=OWN
    ),
    guarded("people/find/", people.find, name="find", get=WORKERS, post=WORKERS),
    guarded(
        "people/register/",
        people.register,
        name="register",
        get=WORKERS,
        post=WORKERS,
        once=True,
    ),
    guarded(RECORD, people.record, name="record", get=WORKER),
    guarded(f"{RECORD}equality/", equality.ask, name="equality", get=WORKER, post=WORKER),
    guarded(
        "people/<uuid:public_id>/risks/",
        risks.of_person,
        name="risks",
        get=PLANNER,
        post=PLANNER,
        once=True,
    ),
    guarded("people/risks/<uuid:public_id>/end/", risks.end, name="end_risk", post=PLANNER),
    guarded("people/equality/", equality.counts, name="equality_counts", get=COUNTER),
    guarded(
        f"{RECORD}<slug:what>/", people.change, name="change", get=WORKER, post=WORKER, once=True
    ),
    guarded(f"{RECORD}needs/<int:need_id>/end/", people.end_need, name="end_need", post=WORKER),
    guarded(
        "people/corrections/<uuid:public_id>/",
        people.answer,
        name="answer",
        get=WORKER,
        post=WORKER,
    ),
    guarded(AROUND, people.relationship, name="relationship", get=WORKER, post=WORKER),
    guarded(f"{AROUND}end/", people.end_relationship, name="end_relationship", post=WORKER),
    guarded(
        "people/consents/<uuid:public_id>/withdraw/",
        people.withdraw,
        name="withdraw",
        post=WORKER,
    ),
    guarded(
        "settings/open-record/",
        glass.break_glass,
        name="break_glass",
        get=BREAKER,
        post=BREAKER,
        once=True,
    ),
    guarded("people/<uuid:public_id>/opened/", glass.opened, name="opened", get=BROKEN),
    guarded("settings/opened-records/", glass.glass, name="glass", get=READER),
]
