from dataclasses import dataclass

import pytest

from search.analysis import analyse, fold, highlight, name_key, stem, tokens


@dataclass
class Words:
    """A vocabulary in which every other word is `distance` slips away from the asked one."""

    words: tuple[str, ...]
    near: dict[int, tuple[str, ...]]

    def family(self, wanted: str) -> tuple[str, ...]:
        return tuple(word for word in self.words if stem(word) == wanted)

    def nearest(self, word: str, distance: int) -> tuple[str, ...]:
        return self.near.get(distance, ())


CARE = Words(("wash", "washing", "bath", "dressing", "shower"), {1: ("dressing",)})


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("CAFÉ", "cafe"),
        ("Żółć", "zolc"),
        ("women’s", "women"),
        ("don't", "dont"),
        ("Straße", "strasse"),
        ("ਸੇਵਾ", "ਸੇਵਾ"),
        ("a" * 60, "a" * 40),
    ],
)
def test_fold_takes_case_and_accents_away(word: str, folded: str) -> None:
    assert fold(word) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("wash", "washing"),
        ("washes", "washed"),
        ("bath", "baths"),
        ("shopping", "shop"),
        ("nurse", "nursing"),
        ("dress", "dressing"),
        ("activity", "activities"),
    ],
)
def test_stem_joins_forms_of_one_word(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("care", "car"), ("living", "live"), ("need", "ne"), ("bus", "bu"), ("ਸੇਵਾ", "ਸੇ")],
)
def test_stem_keeps_short_words_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_tokens_keep_marks_of_other_scripts_in_their_word() -> None:
    assert tokens("ਘਰ ਸੇਵਾ, re-able_ment 24/7") == ["ਘਰ", "ਸੇਵਾ", "re", "able", "ment", "24", "7"]


def test_analyse_known_word_gives_all_its_forms() -> None:
    assert analyse("Wash", CARE).groups[0].tokens == ("wash", "washing")


def test_analyse_drops_stop_words_but_not_all_of_a_text() -> None:
    assert [group.word for group in analyse("help with a bath", CARE).groups] == ["bath"]
    assert [group.word for group in analyse("the", CARE).groups] == ["the"]


def test_analyse_synonym_adds_its_tokens() -> None:
    found = analyse("soak", CARE, synonyms={"soak": ["shower"]})
    assert found.groups[0].tokens == ("shower",)
    assert not found.corrections


def test_analyse_unknown_word_is_read_as_the_nearest() -> None:
    (group,) = analyse("dresing", CARE).corrections
    assert (group.word, group.spelt_as, group.tokens) == ("dresing", ("dressing",), ("dressing",))


def test_analyse_does_not_correct_short_words_or_figures() -> None:
    assert not analyse("zx 1234567", CARE).corrections


def test_analyse_word_near_to_nothing_stays_and_finds_nothing() -> None:
    assert analyse("xylophone", Words((), {})).groups[0].tokens == ("xylophone",)


def test_name_key_ignores_case_accents_and_stops() -> None:
    assert name_key("The Café — Lantern Lane!") == name_key("the cafe lantern lane")


def test_highlight_marks_wanted_words_and_keeps_every_letter() -> None:
    pieces = list(highlight("A Café, washing.", frozenset({"cafe", "washing"})))
    assert pieces == [("A ", False), ("Café", True), (", ", False), ("washing", True), (".", False)]
