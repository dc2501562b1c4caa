import pytest

from marketplace.suppliers.rules import (
    SupplierKind,
    contact_problems,
    name_problems,
    public_name,
    task_name,
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
    ("kind", "name", "fine"),
    [
        (AGENCY, "Lantern", True),
        (AGENCY, "  ", False),
        (PA, "Amara Okafor", True),
        (PA, "Amara", False),
    ],
)
def test_name_problems_when_missing_or_half(kind, name, fine):
    assert (name_problems(kind, name) == []) is fine


def test_contact_problems_when_unreachable_or_nowhere():
    assert contact_problems("a@b.example", "", "Brackenford", "") == []
    assert contact_problems("", "01632 960 001", "", "FS1 1AA") == []
    assert len(contact_problems("", "", "", "")) == 2
