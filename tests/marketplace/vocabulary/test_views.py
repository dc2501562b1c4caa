"""The pages of a council's lists of words."""

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.accounts.rules import Role
from marketplace.core.errors import problem
from marketplace.core.wording import sentence_of
from marketplace.vocabulary.models import Term
from tests.factories.accounts import make_other_authority, make_user
from tests.factories.search import make_found_listing, make_term
from tests.factories.seen import post_seen
from tests.refusals import codes_raised

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(make_user(Role.COMMISSIONER))
    return client


def test_a_list_shows_its_words_with_what_uses_them_and_takes_a_new_one(client: Client) -> None:
    make_found_listing(terms={"language": ["Polish"]})
    make_term("language", "Urdu")
    url = reverse("vocabulary:terms", args=["language"])
    assert url in client.get(reverse("vocabulary:lists")).content.decode()
    shown = client.get(url).content.decode()
    assert "1 listing" in shown
    assert "Nothing" in shown
    response = client.post(url, {"label": "Welsh"})
    assert response.status_code == 302
    refused = client.post(url, {"label": "Welsh"}).content.decode()
    assert "“Welsh” is in the list already" in refused
    assert ">\nWelsh</textarea>" in refused


def test_several_words_are_added_at_once_one_on_each_line(client: Client) -> None:
    url = reverse("vocabulary:terms", args=["area"])
    typed = {"label": "Brackenford\r\n\r\n  Sallow Bridge \r\nOtterby"}
    saved = client.post(url, typed, follow=True).content.decode()
    assert "3 words are in the list" in saved
    assert list(Term.objects.filter(kind="area").values_list("label", flat=True)) == [
        "Brackenford",
        "Sallow Bridge",
        "Otterby",
    ]


def test_a_word_is_renamed_and_moved_on_its_page(client: Client) -> None:
    term = make_term("language", "Polish")
    make_term("language", "Urdu")
    post_seen(client, reverse("vocabulary:term", args=[term.pk]), {"label": "Polski"})
    client.post(reverse("vocabulary:place", args=[term.pk]), {"place": "2"})
    listed = Term.objects.filter(kind="language").values_list("label", flat=True)
    assert list(listed) == ["Urdu", "Polski"]
    shown = client.post(reverse("vocabulary:place", args=[term.pk]), {"place": "9"})
    assert "enter a number from 1 to 2" in shown.content.decode()


def test_a_merge_says_what_will_change_before_it_is_done(client: Client) -> None:
    make_found_listing(terms={"language": ["Polish"]})
    term, into = Term.objects.get(label="Polish"), make_term("language", "Polski")
    url = reverse("vocabulary:merge", args=[term.pk])
    asked = client.get(url, {"into": into.pk}).content.decode()
    assert "Whatever has “Polish” will have “Polski” instead." in asked
    assert "1 listing" in asked
    assert Term.objects.get(pk=term.pk).retired_at is None
    assert client.post(url, {"into": into.pk}).status_code == 302
    assert Term.objects.get(pk=term.pk).merged_into == into


def test_a_word_is_retired_after_its_page_and_offered_again(client: Client) -> None:
    term = make_term("language", "Polish")
    url = reverse("vocabulary:retire", args=[term.pk])
    assert "Nothing uses it." in client.get(url).content.decode()
    client.post(url)
    assert "Retired" in client.get(reverse("vocabulary:term", args=[term.pk])).content.decode()
    client.post(reverse("vocabulary:restore", args=[term.pk]))
    assert Term.objects.get(pk=term.pk).retired_at is None


def test_words_of_another_council_and_unknown_lists_are_not_there(client: Client) -> None:
    foreign = make_term("language", "Welsh", make_other_authority())
    for name in ("term", "merge", "retire"):
        assert client.get(reverse(f"vocabulary:{name}", args=[foreign.pk])).status_code == 404
    assert client.get(reverse("vocabulary:terms", args=["none"])).status_code == 404


WORDS = {
    "term_label_missing": "Name: enter a word or a few, like Home care",
    "term_label_too_long": "Name: enter 5 letters or fewer.",
    "term_label_taken": (
        "Name: “Welsh” is in the list already. Enter another name, or merge the two."
    ),
    "term_place_outside": "Place in the list: enter a number from 1 to 5.",
    "term_retired": "This word is retired. Offer it again first.",
    "term_not_retired": "This word is offered already.",
    "term_merged_into_itself": "Merge into: choose another word than this one.",
    "term_merged_elsewhere": "Merge into: choose a word of the same list that is offered.",
    "term_still_used": (
        "This word cannot be merged yet: 3 plans would keep it. Retire it instead."
    ),
    "terms_too_many": "Names: a list has at most 5 words, retired ones too. Enter fewer.",
}


@pytest.mark.parametrize(("code", "sentence"), WORDS.items(), ids=WORDS.keys())
def test_a_refusal_says_what_to_do(code: str, sentence: str) -> None:
    facts = {"label": "Welsh", "most": 5, "count": 3, "what": "plans"}
    assert sentence_of(problem(code, **facts)) == sentence


def test_every_refusal_of_words_is_worded() -> None:
    assert WORDS.keys() <= codes_raised("marketplace/vocabulary")
