import pytest
from django.urls import reverse

from marketplace.accounts.rules import Role
from marketplace.accreditation.rules import ApplicationState
from marketplace.suppliers.models import Supplier
from marketplace.suppliers.rules import SupplierKind
from tests.factories.accounts import make_authority, make_other_authority, make_user
from tests.factories.accreditation import make_accreditation, make_application, make_scheme
from tests.factories.suppliers import make_supplier, make_supplier_with_user

pytestmark = pytest.mark.django_db
STEPS = {
    "kind": {"kind": "personal_assistant"},
    "name": {"name": "Amara Okafor"},
    "place": {"town": "Brackenford", "address": "4 Mill Row"},
    "contact": {"phone": "01632 960 001"},
}
CHECK = "/offer-support/register/check/"


@pytest.fixture
def signed_in(client):
    """A client signed in as somebody with no role, and that user."""
    make_authority()
    user = make_user()
    client.force_login(user)
    return client, user


def step(name):
    return reverse("suppliers:register_step", args=[name])


def answer_all(client, **changed):
    for name, answers in {**STEPS, **changed}.items():
        client.post(step(name), answers)


def text(response):
    return response.content.decode()


def test_offer_page_is_for_anyone_and_says_what_each_kind_shows(client):
    make_scheme(SupplierKind.HOME_CARE, SupplierKind.PERSONAL_ASSISTANT)
    page = text(client.get(reverse("suppliers:offer")))
    assert "Home care agency" in page
    assert "You are insured" in page
    assert "/account/signup/?next=/offer-support/register/" in page


def test_offer_page_when_signed_in_goes_straight_to_the_questions(signed_in):
    client, _ = signed_in
    assert 'href="/offer-support/register/"' in text(client.get(reverse("suppliers:offer")))


def test_register_when_anonymous_goes_to_sign_in(client):
    make_authority()
    for path in (reverse("suppliers:register"), step("kind"), CHECK):
        assert client.get(path).url.startswith("/account/login/")


def test_register_asks_one_question_a_page_and_ends_with_check_answers(signed_in):
    client, user = signed_in
    assert client.get(reverse("suppliers:register")).url == step("kind")
    order = [*STEPS]
    for number, name in enumerate(order):
        assert "question" in text(client.get(step(name)))
        sent = client.post(step(name), STEPS[name])
        assert sent.url == (step(order[number + 1]) if number < 3 else CHECK)
    page = text(client.get(CHECK))
    assert "People who search see Amara O." in page
    assert client.post(CHECK).url == reverse("suppliers:mine")
    supplier = Supplier.objects.get()
    assert supplier.staff.get().user == user
    assert (supplier.town, supplier.address) == ("Brackenford", "4 Mill Row")
    assert client.get(reverse("suppliers:register")).url == step("kind")


def test_register_skipping_ahead_goes_back_to_the_first_question(signed_in):
    client, _ = signed_in
    assert client.get(step("contact")).url == step("kind")
    assert client.post(CHECK).url == step("kind")
    assert client.get(step("nonsense")).status_code == 404


def test_register_keeps_answers_when_one_is_changed(signed_in):
    client, _ = signed_in
    answer_all(client)
    assert "Amara Okafor" in text(client.get(step("name")))
    assert client.post(step("place"), {"town": "Aldermere"}).url == CHECK
    assert "Aldermere" in text(client.get(CHECK))


def test_register_asks_the_name_again_when_the_kind_makes_it_too_short(signed_in):
    client, _ = signed_in
    answer_all(client, kind={"kind": "home_care"}, name={"name": "Lantern"})
    assert client.post(step("kind"), STEPS["kind"]).url == step("name")


@pytest.mark.parametrize(
    ("name", "answers", "words"),
    [
        ("kind", {}, "Choose your type of supplier"),
        ("kind", {"kind": "bank"}, "choose one of the answers shown"),
        ("name", {"name": "Amara"}, "Enter your first name and your last name"),
        ("place", {"address": "4 Mill Row"}, "Enter a town or a postcode"),
        ("contact", {"website": "www.amara.example"}, "Enter an email address or a phone"),
        ("contact", {"email": "amara"}, "Enter an email address, like"),
        ("contact", {"phone": "ring me"}, "Enter a phone number, like"),
    ],
)
def test_register_with_a_bad_answer_says_so_and_keeps_what_was_typed(
    signed_in, name, answers, words
):
    client, _ = signed_in
    answer_all(client)
    page = text(client.post(step(name), answers))
    assert words in page
    assert "There is a problem" in page
    assert all(f'value="{typed}"' in page for typed in answers.values() if typed != "bank")


def test_register_the_same_twice_is_refused_on_check_answers(signed_in):
    client, _ = signed_in
    answer_all(client)
    client.post(CHECK)
    answer_all(client)
    assert "You have registered Amara Okafor already" in text(client.post(CHECK))


def test_register_sent_twice_by_a_double_click_leads_to_the_same_page(signed_in):
    signed_in, _ = signed_in
    answer_all(signed_in)
    token = {"once_token": "7c0f2b1e-6a55-4f0c-9a55-0a7b8f2d9c11"}
    assert 'name="once_token"' in signed_in.get(CHECK).content.decode()
    assert [signed_in.post(CHECK, token).url for _ in range(2)] == [reverse("suppliers:mine")] * 2
    assert Supplier.objects.count() == 1


def test_register_answers_are_discarded_after_asking_once(signed_in):
    signed_in, _ = signed_in
    discard = reverse("suppliers:register_discard")
    assert signed_in.get(discard).url == reverse("suppliers:offer")
    answer_all(signed_in)
    assert discard in text(signed_in.get(CHECK))
    assert "What you entered is lost." in text(signed_in.get(discard))
    assert signed_in.get(CHECK).status_code == 200
    assert signed_in.post(discard).url == reverse("suppliers:offer")
    assert signed_in.get(CHECK).url == step("kind")


def test_mine_shows_each_organisation_with_what_to_do_next(client):
    supplier, user = make_supplier_with_user()
    make_scheme()
    client.force_login(user)
    page = text(client.get(reverse("suppliers:mine")))
    assert supplier.name in page
    assert "Not started" in page
    assert reverse("accreditation:apply", args=[supplier.public_id]) in page
    assert reverse("listings:mine") in page


def test_mine_without_a_scheme_says_whom_to_ring(client):
    _, user = make_supplier_with_user()
    client.force_login(user)
    assert "No accreditation scheme for you yet" in text(client.get(reverse("suppliers:mine")))


def test_mine_takes_the_same_number_of_queries_for_many_organisations(
    client, django_assert_max_num_queries
):
    supplier, user = make_supplier_with_user()
    make_application(supplier)
    for _ in range(4):
        make_accreditation(make_supplier(staff=user))
    client.force_login(user)
    client.get(reverse("suppliers:mine"))
    with django_assert_max_num_queries(14):
        client.get(reverse("suppliers:mine"))


def test_mine_needs_the_role(client):
    make_authority()
    assert client.get(reverse("suppliers:mine")).url.startswith("/account/login/")
    client.force_login(make_user(Role.BROKER))
    assert client.get(reverse("suppliers:mine")).status_code == 403


def test_edit_saves_and_goes_back(client):
    supplier, user = make_supplier_with_user()
    client.force_login(user)
    path = reverse("suppliers:edit", args=[supplier.public_id])
    assert supplier.email in text(client.get(path))
    sent = client.post(path, {"email": "new@lantern.example", "town": "Aldermere"})
    assert sent.url == reverse("suppliers:mine")
    supplier.refresh_from_db()
    assert (supplier.email, supplier.town) == ("new@lantern.example", "Aldermere")


def test_edit_with_nothing_left_keeps_the_page_and_says_why(client):
    supplier, user = make_supplier_with_user()
    client.force_login(user)
    page = text(client.post(reverse("suppliers:edit", args=[supplier.public_id]), {}))
    assert "Enter an email address or a phone number" in page
    assert "Enter a town or a postcode" in page


def test_another_suppliers_organisation_is_not_found(client):
    _, user = make_supplier_with_user()
    other = make_supplier()
    client.force_login(user)
    for name in ("suppliers:edit", "suppliers:detail"):
        assert client.get(reverse(name, args=[other.public_id])).status_code == 404


def test_own_organisation_in_another_council_is_not_found_here(client):
    _, user = make_supplier_with_user()
    elsewhere = make_supplier(authority=make_other_authority(), staff=user)
    client.force_login(user)
    for name in ("suppliers:edit", "suppliers:detail"):
        assert client.get(reverse(name, args=[elsewhere.public_id])).status_code == 404


def test_detail_shows_an_accreditor_the_accreditation_and_what_can_be_done(client):
    supplier = make_supplier()
    accreditation = make_accreditation(supplier)
    client.force_login(make_user(Role.ACCREDITOR))
    page = text(client.get(reverse("suppliers:detail", args=[supplier.public_id])))
    assert "Accredited" in page
    for move in ("suspend", "withdraw"):
        path = reverse(
            "accreditation:change_accreditation",
            args=[supplier.public_id, accreditation.scheme.code, move],
        )
        assert path in page


def test_detail_of_ones_own_offers_no_decision(client):
    supplier, user = make_supplier_with_user()
    make_accreditation(supplier)
    client.force_login(user)
    page = text(client.get(reverse("suppliers:detail", args=[supplier.public_id])))
    assert "/suspend/" not in page
    assert reverse("suppliers:rename", args=[supplier.public_id]) not in page


def test_detail_history_of_a_refusal_leads_each_to_their_own_page(client):
    supplier, user = make_supplier_with_user()
    accreditor = make_user(Role.ACCREDITOR)
    refused = make_application(
        supplier, None, ApplicationState.REFUSED, submitted_by=user, decided_by=accreditor
    )
    path = reverse("suppliers:detail", args=[supplier.public_id])
    for who, name in ((user, "application"), (accreditor, "decide")):
        client.force_login(who)
        link = reverse(f"accreditation:{name}", args=[refused.public_id])
        assert f'href="{link}"' in text(client.get(path))
        assert client.get(link).status_code == 200


def test_detail_needs_supplier_or_accreditor(client):
    client.force_login(make_user(Role.FINANCE))
    path = reverse("suppliers:detail", args=[make_supplier().public_id])
    assert client.get(path).status_code == 403


def test_rename_by_accreditor(client):
    supplier = make_supplier()
    client.force_login(make_user(Role.ACCREDITOR))
    path = reverse("suppliers:rename", args=[supplier.public_id])
    assert supplier.name in text(client.get(path))
    assert "Enter a name" in text(client.post(path, {"name": ""}))
    client.post(path, {"name": "Lantern House"})
    supplier.refresh_from_db()
    assert supplier.name == "Lantern House"


def test_rename_of_ones_own_is_refused(client):
    user = make_user(Role.ACCREDITOR)
    own = make_supplier(staff=user)
    client.force_login(user)
    path = reverse("suppliers:rename", args=[own.public_id])
    assert client.post(path, {"name": "Other"}).status_code == 403


def test_suppliers_when_an_accreditor_looks_for_one_are_found_by_name_or_town(client):
    make_supplier(name="Lantern Lane Home Care", town="Brackenford")
    make_supplier(name="Thistle Row Support", town="Fernway")
    make_supplier(name="Lantern Elsewhere", authority=make_other_authority())
    client.force_login(make_user(Role.ACCREDITOR))
    page = text(client.get(reverse("suppliers:all"), {"q": "lantern"}))
    assert "Lantern Lane Home Care" in page
    assert "Thistle Row Support" not in page
    assert "Lantern Elsewhere" not in page
    assert "Thistle Row Support" in text(client.get(reverse("suppliers:all"), {"q": "fernway"}))
    nobody = text(client.get(reverse("suppliers:all"), {"q": "zzz"}))
    assert "No supplier has these words" in nobody
