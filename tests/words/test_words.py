"""No page, label, sentence, form or mail says a word that docs/words.md refuses."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.accounts.rules import Role
from marketplace.core.labels import LabelledEnum
from marketplace.suppliers.rules import SupplierKind
from tests.conftest import ROOT
from tests.factories.accounts import make_user
from tests.factories.suppliers import make_supplier
from tests.words.refused import refused
from tests.words.visible import Seen, is_shown, of_python, of_template

WINGS = ("marketplace", "search", "payments", "cms")
#: Plays and measures the product, and says nothing to people.
NO_PAGES = ("marketplace/demo/", "marketplace/generator/")


def enums(parent: type[LabelledEnum] = LabelledEnum) -> Iterator[type[LabelledEnum]]:
    for child in parent.__subclasses__():
        yield child
        yield from enums(child)


def test_templates_and_mails_say_no_refused_word() -> None:
    files = sorted(p for p in (ROOT / "templates").rglob("*") if p.suffix in {".html", ".txt"})
    assert files
    texts = [seen for p in files for seen in of_template(str(p.relative_to(ROOT)), p.read_text())]
    assert not refused(texts)


def test_sentences_forms_and_messages_say_no_refused_word() -> None:
    found = [p for wing in WINGS for p in sorted((ROOT / wing).rglob("*.py"))]
    names = {p: p.relative_to(ROOT) for p in found}
    shown = [p for p in found if is_shown(names[p]) and not str(names[p]).startswith(NO_PAGES)]
    assert any(p.name == "wording.py" for p in shown)
    assert not refused(s for p in shown for s in of_python(str(names[p]), p.read_text()))


def test_labels_of_all_rooms_say_no_refused_word() -> None:
    ours = [enum for enum in enums() if enum.__module__.split(".")[0] in WINGS]
    assert ours
    labels = [
        Seen(f"{enum.__module__.replace('.', '/')}/{enum.__name__}", 0, member.label)
        for enum in ours
        for member in enum
    ]
    assert not refused(labels)


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("a.html", "<p>What\n  stands</p>"),
        ("a.html", '{% panel "Show your papers" %}'),
        ("a.html", '{% include "a.html" with title="The same again" only %}'),
        ("a.html", '<img alt="In each month. Like 5">'),
        ("email/a.txt", "To make a sign-in: {{ url }}"),
        ("listings/a.html", "<p>Two places free</p>"),
        ("cards/a.html", "<p>4 lines</p>"),
        ("reconciliation/a.html", '{{ n|pluralize:"an Exception,many" }}'),
        ("templates/suppliers/a.html", "<h1>My organisation</h1>"),
    ],
)
def test_a_template_with_a_refused_word_is_caught(name: str, source: str) -> None:
    assert len(refused(of_template(name, source))) == 1


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("room/wording.py", 'SENTENCES = {"code": "Give a Verdict."}'),
        ("room/wording.py", 'said = f"Prices have moved to {price}."'),
        ("room/forms.py", 'field(label="Who will do it?", help_text="5")'),
        ("room/views.py", 'messages.info(request, "Please ring us.")'),
        ("search/wording/a.py", 'said = "9 hours free"'),
        ("payments/gateway/wording.py", 'said = "Line 4 is wrong."'),
    ],
)
def test_a_python_file_with_a_refused_word_is_caught(name: str, source: str) -> None:
    assert len(refused(of_python(name, source))) == 1


def test_a_label_with_a_refused_word_is_caught() -> None:
    assert refused([Seen("payments/cards/rules/Planted", 0, "Imports")])


@pytest.mark.parametrize(
    "source",
    [
        '{# What stands here #}{% url "a:stands" as x %}{% judge one.verdict %}<p class="free">Now</p>',
        "{% comment %}\nWhat will do it.\n{% endcomment %}",
        "<p>{{ standing }} during the string bring</p>",
    ],
)
def test_what_nobody_reads_is_left_alone(source: str) -> None:
    assert not refused(of_template("listings/a.html", source))


@pytest.mark.django_db
def test_a_personal_assistant_has_a_profile_and_no_organisation(client: Client) -> None:
    user = make_user(Role.SUPPLIER)
    make_supplier(SupplierKind.PERSONAL_ASSISTANT, name="Amara Okafor", staff=user)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    for page in ("suppliers:mine", "listings:mine"):
        words = client.get(reverse(page)).content.decode()
        assert "My profile" in words
        assert "my organisation" not in words.lower()


#: What is never one: the seven questions of a plan; the newest and all of many payments.
ALWAYS_SEVERAL = re.compile(r"(.*\.)?questions\|length|(statement\.)?payments\|length")
COUNTED = re.compile(
    r"{{ *([\w.]*(?:\|length|\|intcomma|count|months|days|weeks|hours|minutes|events)) *}}"
    r"\s+(?:open |other |more |new )?[a-z]+s\b"
)
WITHOUT_ONE = re.compile(r"{% (?:else|if [^%]+ > 1) %}[^{]*$")


def several_only(source: str) -> list[str]:
    """Numbers before a noun that says several, though there can be one."""
    return [
        found[0]
        for found in COUNTED.finditer(source)
        if not ALWAYS_SEVERAL.fullmatch(found[1])
        and not WITHOUT_ONE.search(source[: found.start()].splitlines()[-1])
    ]


def test_templates_say_one_thing_as_one() -> None:
    files = sorted((ROOT / "templates").rglob("*.html"))
    assert {str(p): found for p in files if (found := several_only(p.read_text()))} == {}


@pytest.mark.parametrize(
    ("source", "is_wrong"),
    [
        ("<p>{{ count }} open tasks</p>", True),
        ("<p>{{ rows|length }}\n  rows</p>", True),
        ('<p>{{ rows|length|counted:"row,rows" }}</p>', False),
        ("{% if rows|length == 1 %}1 row{% else %}{{ rows|length }} rows{% endif %}", False),
        ("{{ count }} task{{ count|pluralize }}", False),
    ],
)
def test_number_that_can_be_one_is_refused_before_several(source: str, is_wrong: bool) -> None:
    assert bool(several_only(source)) == is_wrong
