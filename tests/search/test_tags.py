from bs4 import BeautifulSoup
from django.template import Context, Template


def test_search_box_leads_to_the_results_page() -> None:
    html = Template("{% load search_tags %}{% search_box %}").render(Context())
    form = BeautifulSoup(html, "html.parser").form
    assert form["action"] == "/find/"
    assert [box["name"] for box in form.find_all("input")] == ["q", "place"]
    assert form["role"] == "search"
