"""The addresses of listings, each with who may take it."""

from marketplace.accounts.access import PUBLIC, SIGNED_IN, Whose, guarded, only
from marketplace.accounts.rules import Role
from marketplace.listings.views import editing, public, review, supplier

OWN = only(Role.SUPPLIER, whose=Whose.OWN)
COUNCIL = only(Role.ACCREDITOR, whose=Whose.COUNCIL)
MINE = "my-listings/<uuid:public_id>/"
THEIRS = "shortlist/for/<uuid:person_id>/"
ONLY_PLANNERS = "only for whose plan they may write"
CHECK = "listings-to-check/<uuid:public_id>/"

app_name = "listings"
urlpatterns = [
    guarded("listings/<slug:slug>-<uuid:public_id>/", public.detail, name="detail", get=PUBLIC),
    guarded("shortlist/", public.shortlist_page, name="shortlist", get=PUBLIC),
    guarded("shortlist/add/", public.shortlist_add, name="shortlist_add", post=PUBLIC),
    guarded("shortlist/remove/", public.shortlist_remove, name="shortlist_remove", post=PUBLIC),
    guarded("compare/", public.compare, name="compare", get=PUBLIC),
    guarded(
        THEIRS, public.shortlist_page, name="shortlist_for", get=SIGNED_IN, check=ONLY_PLANNERS
    ),
    guarded(
        THEIRS + "add/",
        public.shortlist_add,
        name="shortlist_add_for",
        post=SIGNED_IN,
        check=ONLY_PLANNERS,
    ),
    guarded(
        THEIRS + "remove/",
        public.shortlist_remove,
        name="shortlist_remove_for",
        post=SIGNED_IN,
        check=ONLY_PLANNERS,
    ),
    guarded(
        THEIRS + "compare/",
        public.compare,
        name="compare_for",
        get=SIGNED_IN,
        check=ONLY_PLANNERS,
    ),
    guarded("my-listings/", supplier.mine, name="mine", get=OWN),
    guarded(
        "my-listings/new/<uuid:supplier_id>/",
        supplier.create,
        name="create",
        get=OWN,
        post=OWN,
        once=True,
    ),
    guarded(MINE, supplier.edit, name="edit", get=OWN),
    guarded(MINE + "words/", editing.words, name="words", get=OWN, post=OWN),
    guarded(MINE + "choose/<slug:kind>/", editing.terms, name="terms", get=OWN, post=OWN),
    guarded(MINE + "prices/", editing.prices, name="prices", get=OWN, post=OWN),
    guarded(MINE + "times/", editing.times, name="times", get=OWN, post=OWN),
    guarded(MINE + "capacity/", editing.capacity, name="capacity", get=OWN, post=OWN),
    guarded(MINE + "confirm/", supplier.confirm, name="confirm", post=OWN),
    guarded(MINE + "submit/", supplier.submit, name="submit", post=OWN),
    guarded(MINE + "call-back/", supplier.call_back, name="call_back", post=OWN),
    guarded(MINE + "discard/", supplier.discard, name="discard", get=OWN, post=OWN),
    guarded(MINE + "sent/", supplier.sent, name="sent", get=OWN),
    guarded(MINE + "take-down/", supplier.take_down, name="take_down", post=OWN),
    guarded("listings-to-check/", review.queue, name="review_queue", get=COUNCIL),
    guarded(CHECK, review.review, name="review", get=COUNCIL),
    guarded(CHECK + "publish/", review.publish, name="publish", post=COUNCIL),
    guarded(CHECK + "send-back/", review.send_back, name="send_back", post=COUNCIL),
    guarded(CHECK + "take-down/", review.take_down, name="review_take_down", post=COUNCIL),
]
