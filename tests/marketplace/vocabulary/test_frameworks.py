"""The outcomes of the law, and a council's own beside them."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from marketplace.accounts.models import Authority
from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.core.wording import one_text
from marketplace.vocabulary.actions import (
    add_framework,
    add_outcome_term,
    end_framework,
)
from marketplace.vocabulary.errors import VocabularyError
from marketplace.vocabulary.models import OutcomeFramework
from marketplace.vocabulary.queries import outcome_terms, statutory_terms
from marketplace.vocabulary.rules import CARE_ACT_TEN, CARERS_EIGHT, OutcomesFor
from tests.factories.accounts import as_viewer, make_authority, make_other_authority, make_user
from tests.factories.plan_pages import as_
from tests.factories.vocabulary import COUNCIL, make_statutory_frameworks

pytestmark = pytest.mark.django_db
APRIL, MAY = date(2026, 4, 1), date(2026, 5, 1)


@pytest.fixture
def council() -> Authority:
    authority = make_authority()
    make_statutory_frameworks(authority)
    return authority


@pytest.fixture
def by(council: Authority) -> Viewer:
    return as_viewer(COUNCIL, authority=council)


def own(by: Viewer, council: Authority, name: str = "Living well") -> OutcomeFramework:
    whom = OutcomesFor.PERSON
    return add_framework(by=by, authority=council, name=name, for_whom=whom, from_date=APRIL)


def nutrition(council: Authority) -> int:
    return statutory_terms(council.pk, OutcomesFor.PERSON)[0].pk


def test_law_names_ten_for_people_and_eight_for_carers(council: Authority) -> None:
    paragraphs = [term.paragraph for term in statutory_terms(council.pk, OutcomesFor.PERSON)]
    assert paragraphs == [f"2(2)({letter})" for letter in "abcdefghij"]
    paragraphs = [term.paragraph for term in statutory_terms(council.pk, OutcomesFor.CARER)]
    numbers = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii"]
    assert paragraphs == [f"3(2)(b)({number})" for number in numbers]


def test_adopting_again_changes_nothing(council: Authority) -> None:
    OutcomeFramework.objects.filter(code=CARERS_EIGHT.code).update(name="For carers")
    make_statutory_frameworks(council)
    assert OutcomeFramework.objects.count() == 2
    assert OutcomeFramework.objects.get(code=CARERS_EIGHT.code).name == "For carers"


def test_own_framework_is_chosen_from_between_its_days(council: Authority, by: Viewer) -> None:
    framework = own(by, council)
    part = [nutrition(council)]
    term = add_outcome_term(by=by, framework=framework, label="Dignity", part_of=part)
    end_framework(by=by, framework=framework, until_date=MAY)
    offered = [
        term in outcome_terms(council.pk, OutcomesFor.PERSON, day)
        for day in (date(2026, 3, 31), APRIL, date(2026, 4, 30), MAY)
    ]
    assert offered == [False, True, True, False]
    assert term not in outcome_terms(council.pk, OutcomesFor.CARER, APRIL)


def test_name_that_the_council_has_is_refused(council: Authority, by: Viewer) -> None:
    own(by, council)
    with pytest.raises(VocabularyError) as refusal:
        own(by, council, " living WELL ")
    assert "Enter another name" in one_text(refusal.value)


def test_outcome_without_one_of_the_law_or_of_carers_is_refused(
    council: Authority, by: Viewer
) -> None:
    framework = own(by, council)
    of_carers = statutory_terms(council.pk, OutcomesFor.CARER)[0].pk
    for part_of in ([], [of_carers]):
        with pytest.raises(VocabularyError) as refusal:
            add_outcome_term(by=by, framework=framework, label="Dignity", part_of=part_of)
        assert refusal.value.codes == ["outcome_part_of_missing"]


def test_outcomes_of_the_law_are_not_added_to(council: Authority, by: Viewer) -> None:
    ten = OutcomeFramework.objects.get(code=CARE_ACT_TEN.code)
    with pytest.raises(VocabularyError) as refusal:
        add_outcome_term(by=by, framework=ten, label="More", part_of=[nutrition(council)])
    assert refusal.value.codes == ["framework_of_the_law"]


def test_last_framework_of_a_kind_of_person_cannot_end(council: Authority, by: Viewer) -> None:
    ten = OutcomeFramework.objects.get(code=CARE_ACT_TEN.code)
    empty = own(by, council)
    with pytest.raises(VocabularyError) as refusal:
        end_framework(by=by, framework=ten, until_date=MAY)
    assert refusal.value.codes == ["framework_last"]
    add_outcome_term(by=by, framework=empty, label="Dignity", part_of=[nutrition(council)])
    end_framework(by=by, framework=ten, until_date=MAY)
    with pytest.raises(VocabularyError) as refusal:
        end_framework(by=by, framework=empty, until_date=MAY)
    assert refusal.value.codes == ["framework_last"]
    with pytest.raises(VocabularyError) as refusal:
        end_framework(by=by, framework=ten, until_date=MAY)
    assert refusal.value.codes == ["framework_ended"]


def test_framework_of_another_council_is_not_there(council: Authority) -> None:
    other = make_other_authority()
    make_statutory_frameworks(other)
    theirs = OutcomeFramework.objects.filter(authority=other)[0]
    administrator = make_user(Role.ADMINISTRATOR)
    url = reverse("vocabulary:framework", args=[theirs.pk])
    assert as_(administrator).get(url).status_code == 404
    with pytest.raises(PermissionDenied):
        end_framework(by=as_viewer(administrator), framework=theirs, until_date=MAY)


def test_adding_leads_to_ones_own_framework_when_a_colleague_adds_one_meanwhile(
    council: Authority, by: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def colleague(*_: object) -> None:
        own(by, council, "A colleague’s")

    monkeypatch.setattr("marketplace.vocabulary.views.outcomes.messages.success", colleague)
    typed = {"name": "Living well", "for_whom": "person"}
    day = {"from_date_day": "1", "from_date_month": "4", "from_date_year": "2026"}
    client = as_(make_user(Role.ADMINISTRATOR))
    response = client.post(reverse("vocabulary:frameworks"), typed | day)
    mine = OutcomeFramework.objects.get(name="Living well")
    assert response.url == reverse("vocabulary:framework", args=[mine.pk])


def test_names_longer_than_a_line_are_refused_before_they_are_written(
    council: Authority, by: Viewer
) -> None:
    framework, part = own(by, council), [nutrition(council)]
    facts = {"by": by, "framework": framework, "part_of": part}
    with pytest.raises(VocabularyError) as refusal:
        add_outcome_term(**facts, label="a" * 81, search_for="b" * 81)
    assert refusal.value.codes == ["outcome_label_too_long", "outcome_search_for_too_long"]
    add_outcome_term(**facts, label="a" * 80, search_for="b" * 80)
    facts = {"by": by, "authority": council, "for_whom": OutcomesFor.CARER, "from_date": APRIL}
    with pytest.raises(VocabularyError) as refusal:
        add_framework(**facts, name="a" * 81, source="b" * 201)
    assert refusal.value.codes == ["framework_name_too_long", "framework_source_too_long"]
    add_framework(**facts, name="a" * 80, source="b" * 200)


def test_name_that_differs_by_spaces_within_is_taken_and_is_kept_tidy(
    council: Authority, by: Viewer
) -> None:
    assert own(by, council, " Living   well ").name == "Living well"
    with pytest.raises(VocabularyError) as refusal:
        own(by, council, "living  WELL")
    assert refusal.value.codes == ["framework_name_taken"]


def test_administrator_adds_a_framework_with_an_outcome_and_ends_it(council: Authority) -> None:
    client = as_(make_user(Role.ADMINISTRATOR))
    url = reverse("vocabulary:frameworks")
    typed = {"name": "Living well", "for_whom": "person"}
    page = client.post(url, typed).content.decode()
    assert "Enter the first day" in page
    assert "Living well" in page
    day = {"from_date_day": "1", "from_date_month": "4", "from_date_year": "2026"}
    response = client.post(url, typed | day)
    framework = OutcomeFramework.objects.get(name="Living well")
    assert response.url == reverse("vocabulary:framework", args=[framework.pk])
    page = client.get(response.url).content.decode()
    assert "No outcomes yet" in page
    client.post(response.url, {"label": "Dignity", "part_of": [nutrition(council)]})
    page = client.get(response.url).content.decode()
    assert "Dignity" in page
    assert "Eating and drinking" in page
    url = reverse("vocabulary:end_framework", args=[framework.pk])
    day = {"until_date_day": "1", "until_date_month": "5", "until_date_year": "2026"}
    assert client.post(url, day).status_code == 302
    framework.refresh_from_db()
    assert framework.until_date == MAY
