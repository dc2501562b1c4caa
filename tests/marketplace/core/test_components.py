"""The components draw what people need: names, hints, errors beside their controls, kept input."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from django import forms
from django.core.paginator import Paginator
from django.forms import formset_factory
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from marketplace.accounts.rules import Role
from marketplace.core import words
from marketplace.core.components.reference import reference
from marketplace.core.gov_forms import DateBoxesField, GovForm, HintedRadios, PoundsField
from tests.factories.accounts import make_authority, make_user

TEMPLATES = Path(__file__).resolve().parents[3] / "templates"


class PriceForm(GovForm):
    name = forms.CharField(help_text="As on the card")
    price = PoundsField(label="Price for one hour", min_pence=1, max_pence=100_00)
    starts = DateBoxesField(
        label="First day", earliest=date(2026, 1, 1), latest=date(2027, 1, 1), required=False
    )
    ring = forms.ChoiceField(
        label="Who should we ring?",
        choices=[("me", "Me"), ("other", "Someone I trust")],
        widget=HintedRadios(hints={"other": "You choose what they can see"}),
    )


class LibraryForm(forms.Form):
    """A form that knows nothing of the house."""

    login = forms.CharField(widget=forms.TextInput(attrs={"placeholder": "Email"}))
    pick = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)


def draw(source: str, **context: object) -> BeautifulSoup:
    html = Template("{% load handrail %}" + source).render(Context(context))
    return BeautifulSoup(html, "html.parser")


def words_in(part: Tag | None) -> str:
    """What a part of the page says, as a browser would put it together."""
    assert part is not None
    return " ".join(part.get_text().split())


def filled(**changed: str) -> PriceForm:
    data = {"name": "Ruth", "price": "16.50", "ring": "me"}
    return PriceForm(data | changed)


def date_errors(day: str, month: str, year: str) -> list[str]:
    form = filled(starts_day=day, starts_month=month, starts_year=year)
    return form.errors.get("starts", [])


class TestPounds:
    def test_price_when_typed_in_pounds_is_whole_pence(self) -> None:
        form = filled(price="£16.50")
        assert form.is_valid()
        assert form.cleaned_data["price"] == 1650

    @pytest.mark.parametrize("typed", ["12..34", "sixteen", "1.234"])
    def test_price_when_unreadable_says_how_to_type_it_and_keeps_it(self, typed: str) -> None:
        form = filled(price=typed)
        assert "16.50" in form.errors["price"][0]
        control = draw("{% field form.price %}", form=form).find("input")
        assert control["value"] == typed
        assert control["aria-invalid"] == "true"

    def test_price_outside_its_limits_is_refused_with_the_limit(self) -> None:
        assert filled(price="0").errors["price"] == ["Enter an amount of £0.01 or more"]
        assert filled(price="100.01").errors["price"] == ["Enter an amount of £100.00 or less"]

    def test_price_when_left_out_and_not_required_is_none(self) -> None:
        field = PoundsField(required=False)
        assert field.clean(" ") is None

    def test_price_in_hand_is_shown_in_pounds(self) -> None:
        form = PriceForm(initial={"price": 1805})
        assert draw("{% field form.price %}", form=form).find("input")["value"] == "18.05"


class TestDateBoxes:
    @pytest.mark.parametrize("month", ["11", "Nov", "november"])
    def test_date_when_month_is_number_or_name_is_read(self, month: str) -> None:
        form = filled(starts_day="14", starts_month=month, starts_year="2026")
        assert form.is_valid()
        assert form.cleaned_data["starts"] == date(2026, 11, 14)

    def test_date_when_all_boxes_are_empty_is_none(self) -> None:
        form = filled()
        assert form.is_valid()
        assert form.cleaned_data["starts"] is None

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            (("31", "2", "2026"), "There is no 31 2 2026. Enter a day and a month that exist"),
            (("", "2", ""), "Enter the day and the year too"),
            (("14", "11", "26"), "Enter the year with 4 digits, like 2026"),
            (("x", "11", "2026"), "“x” is not a day. Enter a number, like 14"),
            (("1", "Smarch", "2026"), "“Smarch” is not a month. Enter a number or a name"),
            (("9" * 18, "11", "2026"), "There is no 999999999999999999 11 2026. Enter a day"),
            (("9" * 20, "11", "2026"), "The day is too long. Enter a number, like 14"),
            (("1", "9" * 5000, "2026"), "The month is too long. Enter a number or a name"),
            (("1", "11", "x" * 5000), "The year is too long. Enter the year with 4 digits"),
            (("1", "1", "2025"), "Enter a date on or after 1 January 2026"),
            (("2", "1", "2027"), "Enter a date on or before 1 January 2027"),
        ],
    )
    def test_date_when_wrong_says_what_to_do(
        self, typed: tuple[str, str, str], sentence: str
    ) -> None:
        assert date_errors(*typed)[0].startswith(sentence)

    def test_date_when_wrong_keeps_what_was_typed_in_each_box(self) -> None:
        form = filled(starts_day="31", starts_month="Febuary", starts_year="2026")
        page = draw("{% field form.starts %}", form=form)
        assert [box["value"] for box in page.find_all("input")] == ["31", "Febuary", "2026"]

    def test_date_boxes_are_one_group_named_and_described(self) -> None:
        form = filled(starts_day="31", starts_month="2", starts_year="2026")
        group = draw("{% field form.starts %}", form=form).find("fieldset")
        assert words_in(group.find("legend")) == "First day"
        assert group["aria-describedby"] == "id_starts_error"
        labels = [words_in(label) for label in group.find_all("label")]
        assert labels == ["Day", "Month", "Year"]

    def test_date_in_hand_fills_the_boxes(self) -> None:
        form = PriceForm(initial={"starts": date(2026, 9, 14)})
        page = draw("{% field form.starts %}", form=form)
        assert [box["value"] for box in page.find_all("input")] == ["14", "9", "2026"]

    def test_date_unchanged_is_not_reported_as_changed(self) -> None:
        data = {"starts_day": "14", "starts_month": "9", "starts_year": "2026"}
        form = PriceForm(data, initial={"starts": date(2026, 9, 14)})
        assert "starts" not in form.changed_data


class TestField:
    def test_field_draws_label_hint_error_and_control_in_that_order(self) -> None:
        block = draw("{% field form.name width='8' %}", form=filled(name="")).find("div")
        assert [part.name for part in block.find_all(recursive=False)] == [
            "label",
            "p",
            "div",
            "input",
        ]
        control = block.find("input")
        assert control["aria-describedby"] == "id_name_helptext id_name_error"
        assert control["data-width"] == "8"
        assert block.find("label")["for"] == control["id"]

    def test_field_of_a_library_form_is_dressed_without_its_placeholder(self) -> None:
        page = draw("{% fields form %}", form=LibraryForm())
        assert page.find("input", {"name": "login"})["class"] == ["input"]
        assert page.find("input", {"name": "login"}).get("placeholder") is None
        assert words_in(page.find("fieldset").find("legend")) == "Pick"

    def test_field_as_heading_puts_the_h1_in_the_legend(self) -> None:
        page = draw("{% field form.ring heading=True boxes=True %}", form=PriceForm())
        assert page.legend.h1.text == "Who should we ring?"

    def test_radio_with_a_hint_is_described_by_it(self) -> None:
        page = draw("{% field form.ring %}", form=PriceForm())
        described = page.find("input", {"value": "other"})["aria-describedby"]
        assert page.find(id=described).text == "You choose what they can see"

    def test_words_in_labels_and_hints_are_escaped(self) -> None:
        page = draw("{% field form.name label=evil hint=evil %}", form=PriceForm(), evil="<b>x</b>")
        assert page.find("b") is None

    def test_missing_answer_names_the_question(self) -> None:
        summary = draw("{% error_summary form %}", form=PriceForm({})).find(class_="errors").text
        assert "Name: enter an answer" in summary
        assert "Who should we ring? Choose an answer" in summary

    def test_missing_answer_of_a_library_form_names_the_question_at_the_field(self) -> None:
        page = draw("{% fields form %}", form=LibraryForm({}))
        assert "Login: enter an answer" in page.find(id="id_login_error").text


class TestErrorSummary:
    def test_summary_links_each_problem_to_a_control_that_is_there(self) -> None:
        form = filled(name="", ring="", starts_day="31", starts_month="2", starts_year="2026")
        page = draw("{% error_summary form %}{% fields form %}", form=form)
        links = [a["href"][1:] for a in page.find(class_="errors").find_all("a")]
        assert links == ["id_name", "id_starts_0", "id_ring_0"]
        assert all(page.find(id=link).name == "input" for link in links)

    def test_summary_counts_the_problems_of_formsets_too(self) -> None:
        rows = formset_factory(PriceForm, min_num=1, validate_min=True, extra=0)
        data = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-name": "Ruth"}
        page = draw("{% error_summary form rows %}", form=filled(), rows=rows(data))
        assert words_in(page.find("h2")) == "There are 2 problems"

    def test_summary_of_a_fresh_page_is_nothing(self) -> None:
        assert draw("{% error_summary form missing %}", form=PriceForm()).find() is None


class TestPieces:
    def test_component_with_an_unknown_argument_fails_when_the_page_is_read(self) -> None:
        with pytest.raises(TemplateSyntaxError):
            draw("{% notice 'Sent' tune='ok' %}{% endnotice %}")

    def test_tag_without_a_tone_is_words_alone(self) -> None:
        assert draw("{% tag text %}", text="<i>Draft</i>").span.text == "<i>Draft</i>"

    def test_fact_with_nothing_to_say_says_so(self) -> None:
        assert draw("{% fact 'Languages' %} {% endfact %}").dd.text == "Not stated"

    def test_cell_with_nothing_is_a_dash_that_hides_when_stacked(self) -> None:
        cell = draw("{% td 'For' %}{% endtd %}").td
        assert cell.text == "–"
        assert cell.has_attr("data-none")

    def test_choice_with_no_results_is_disabled_unless_it_is_chosen(self) -> None:
        source = "{% filter_choice 'part' 'night' 'Overnight' count=0 checked=chosen %}"
        assert draw(source, chosen=False).input.has_attr("disabled")
        assert not draw(source, chosen=True).input.has_attr("disabled")

    def test_rail_over_its_limit_shows_the_post_and_what_is_over(self) -> None:
        page = draw("{% rail 29750 28650 %}")
        assert page.find(class_="rail-over")["width"] == "3.697%"
        assert page.find(class_="rail-post")["x"] == page.find(class_="rail-over")["x"]

    def test_rail_within_its_limit_shows_used_and_held(self) -> None:
        page = draw("{% rail 50 100 held=20 %}")
        assert page.find(class_="rail-held")["x"] == "50%"
        assert page.find(class_="rail-over") is None

    def test_rail_of_nothing_divides_by_nothing(self) -> None:
        assert draw("{% rail 0 0 %}").find(class_="rail-used")["width"] == "0%"

    def test_pagination_keeps_the_rest_of_the_address(self) -> None:
        request = RequestFactory().get("/find/?q=bath&page=2")
        page = Paginator(range(50), 10).page(2)
        links = draw("{% pagination page %}", page=page, request=request).find_all("a")
        assert links[-1]["href"] == "?q=bath&page=3"

    def test_post_button_posts_with_the_token_and_names_its_object(self) -> None:
        form = draw("{% post_button '/x/' 'Remove' about='Amara' %}", csrf_token="t").form
        assert form["method"] == "post"
        assert form.find("input", {"name": "csrfmiddlewaretoken"})["value"] == "t"
        assert words_in(form.button) == "Remove: Amara"

    def test_judge_keeps_evidence_and_verdict_apart(self) -> None:
        page = draw(
            "{% judge 'Who he is' %}<p>Passport</p>{% verdict %}<p>Accept</p>{% endjudge %}"
        )
        assert page.div.p.text == "Passport"
        assert page.fieldset.p.text == "Accept"


class TestWords:
    def test_moment_late_on_a_summer_evening_is_london_s_next_day(self) -> None:
        moment = datetime(2026, 6, 1, 23, 30, tzinfo=UTC)
        assert words.spoken_date(moment) == "2 June 2026"
        assert words.spoken_time(moment) == "12.30am"

    @pytest.mark.parametrize(
        ("day", "said"),
        [(21, "today"), (20, "yesterday"), (22, "tomorrow"), (18, "3 days ago"), (25, "in 4 days")],
    )
    def test_age_is_said_in_days(self, day: int, said: str) -> None:
        assert words.spoken_age(date(2026, 9, day), date(2026, 9, 21)) == said

    @pytest.mark.parametrize(
        ("unit", "said"), [("hour", "an hour"), ("item", "each"), ("visit", "a visit")]
    )
    def test_unit_is_said_after_its_price(self, unit: str, said: str) -> None:
        assert words.per_unit(unit) == said

    def test_filters_say_not_stated_for_nothing(self) -> None:
        page = draw("{{ none|pounds }} {{ none|london_date }} {{ none|ago_days }}", none=None)
        assert page.text == "Not stated Not stated never"


@pytest.mark.django_db
class TestPages:
    def test_gallery_shows_every_component(self, client: Client) -> None:
        make_authority()
        page = client.get("/design/")
        assert page.status_code == 200
        source = "".join(file.read_text() for file in TEMPLATES.glob("components/gallery/*.html"))
        drawn_elsewhere = {"error", "form", "gallery", "messages", "post_button", "fieldset"}
        for file in TEMPLATES.glob("components/*.html"):
            assert file.stem in drawn_elsewhere or f"{{% {file.stem}" in source, file.stem

    def test_gallery_says_how_each_component_is_called(self, client: Client) -> None:
        make_authority()
        page = BeautifulSoup(client.get("/design/").content, "html.parser")
        shown = {code.text for code in page.select("h3 > code")}
        assert shown == {c.call for subject in reference().values() for c in subject.components}

    def test_gallery_has_no_style_attribute_script_or_repeated_id(self, client: Client) -> None:
        make_authority()
        page = BeautifulSoup(client.get("/design/").content, "html.parser")
        ids = [tag["id"] for tag in page.find_all(id=True)]
        assert len(ids) == len(set(ids))
        assert not page.find_all(style=True)
        assert not page.find_all("script")

    @pytest.mark.parametrize(
        "path",
        [
            "login/",
            "signup/",
            "password/reset/",
            "password/reset/done/",
            "confirm-email/",
            "inactive/",
        ],
    )
    def test_account_page_is_open_and_in_the_look_of_the_house(
        self, client: Client, path: str
    ) -> None:
        make_authority()
        page = BeautifulSoup(client.get(f"/account/{path}").content, "html.parser")
        assert page.find(class_="masthead")
        assert len(page.find_all("h1")) == 1
        assert not page.find_all("script")

    @pytest.mark.parametrize("path", ["email/", "password/change/", "logout/", "2fa/"])
    def test_own_sign_in_page_is_in_the_look_of_the_house(self, client: Client, path: str) -> None:
        client.force_login(make_user(Role.BROKER))
        response = client.get(f"/account/{path}", follow=True)
        page = BeautifulSoup(response.content, "html.parser")
        assert response.status_code == 200
        assert len(page.find_all("h1")) == 1
        assert [one["src"] for one in page.find_all("script")] == ["/static/session.js"]

    def test_wrong_password_keeps_the_address_and_says_so(self, client: Client) -> None:
        make_authority()
        response = client.post("/account/login/", {"login": "a@example.org", "password": "no"})
        page = BeautifulSoup(response.content, "html.parser")
        assert page.title.text.startswith("Error: ")
        assert page.find(class_="errors")
        assert page.find(id="id_login")["value"] == "a@example.org"

    def test_missing_page_says_so_and_offers_a_way_on(self, client: Client) -> None:
        make_authority()
        response = client.get("/no-such-page.html")
        assert response.status_code == 404
        assert "Page not found" in response.content.decode()

    @pytest.mark.parametrize(
        "name", ["400.html", "403.html", "403_csrf.html", "429.html", "500.html", "507.html"]
    )
    def test_failure_page_draws_without_anything_in_hand(self, name: str) -> None:
        assert "<h1>" in render_to_string(name)
