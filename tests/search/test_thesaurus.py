from search.analysis import fold, stem
from search.thesaurus import SYNONYMS


def test_synonyms_go_both_ways() -> None:
    for word, others in SYNONYMS.items():
        for other in others:
            assert any(stem(back) == word for back in SYNONYMS[stem(other)]), (word, other)


def test_synonyms_are_single_folded_words() -> None:
    words = {word for others in SYNONYMS.values() for word in others}
    assert all(word == fold(word) and " " not in word for word in words)
