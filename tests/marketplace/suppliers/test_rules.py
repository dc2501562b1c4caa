import pytest

from marketplace.core.errors import problem
from marketplace.suppliers.rules import (
    SupplierKind,
    contact_problems,
    name_problems,
    place_problems,
    public_name,
    task_name,
    website_problems,
)

PA = SupplierKind.PERSONAL_ASSISTANT
AGENCY = SupplierKind.HOME_CARE


@pytest.mark.parametrize(
    ("kind", "name", "shown"),
    [
        (PA, "Amara Okafor", "Amara O."),
        (PA, "Amara Grace okafor", "Amara O."),
        (PA, "Amara", "Amara"),
        (PA, "", ""),
        (AGENCY, "Lantern Lane Care", "Lantern Lane Care"),
    ],
)
def test_public_name_of_an_assistant_is_a_first_name_and_an_initial(kind, name, shown):
    assert public_name(kind, name) == shown


def test_task_name_never_names_an_assistant():
    assert task_name(PA, "Amara Okafor") == "A personal assistant"
    assert task_name(AGENCY, "Lantern Lane") == "Lantern Lane"


@pytest.mark.parametrize(
    ("kind", "name", "codes"),
    [
        (AGENCY, "Lantern", []),
        (AGENCY, "  ", ["supplier_name_missing"]),
        (PA, "Amara Okafor", []),
        (PA, "Amara", ["supplier_name_incomplete"]),
    ],
)
def test_name_problems_when_missing_or_half(kind, name, codes):
    assert [(p.code, p.field) for p in name_problems(kind, name)] == [(c, "name") for c in codes]


def test_contact_problems_when_unreachable():
    assert contact_problems("a@b.example", "") == contact_problems("", "01632 960 001") == []
    assert contact_problems("", "") == [problem("supplier_unreachable", "email")]


def test_place_problems_when_nowhere():
    assert place_problems("Brackenford", "") == place_problems("", "FS1 1AA") == []
    assert place_problems("", "") == [problem("supplier_without_place", "town")]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://lantern.example",
        "http://www.lantern.example/brackenford?a=1&b=%20#prices",
        "https://lantern-lane.example:8443/",
        "https://xn--gofal-9ya.example",
    ],
)
def test_website_when_it_is_a_web_address_passes(address):
    assert website_problems(address) == []


@pytest.mark.parametrize(
    "address",
    [
        'http://x.example/"onmouseover=',
        "http://x.example/'a",
        "http://x.example/<b>",
        "http://x.example/a b",
        "http://x.example/a\tb",
        "http://x.example/a\x00b",
        "http://x.example\\@y.example",
        "https://user@x.example",
        "https://user:pass@x.example",
        "https://@x.example",
        "javascript:alert(1)",
        "ftp://x.example",
        "//x.example",
        "x.example",
        "https://localhost",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[::1",
        "https://x.example:port",
        "https://x.example:0",
        "https://x..example",
        "https://-x.example",
        "https://x.example.",
        "https://cæfe.example",
        "https://",
    ],
)
def test_website_when_it_is_something_else_is_refused(address):
    assert website_problems(address) == [problem("supplier_website", "website")]
