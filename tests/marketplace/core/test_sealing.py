"""What is sealed opens for its purpose only, and after a change of the server's key."""

from typing import Any

from marketplace.core.sealing import keyed_hashes, seal, unseal

WORDS = {"words": "Help with washing, and é", "list": [1, "two"]}


def test_sealed_when_opened_for_its_purpose_is_whole_and_hides_the_words() -> None:
    sealed = seal(WORDS, "one purpose")
    assert b"washing" not in sealed
    assert unseal(sealed, "one purpose") == WORDS


def test_sealed_when_for_another_purpose_or_changed_opens_for_nobody() -> None:
    sealed = seal(WORDS, "one purpose")
    assert unseal(sealed, "another") is None
    assert unseal(sealed[:-3] + b"abc", "one purpose") is None
    assert unseal(b"", "one purpose") is None


def test_sealed_when_the_key_was_changed_opens_with_the_old_one(settings: Any) -> None:
    sealed, old = seal(WORDS, "one purpose"), settings.SECRET_KEY
    settings.SECRET_KEY = "a new key"
    assert unseal(sealed, "one purpose") is None
    settings.SECRET_KEY_FALLBACKS = [old]
    assert unseal(sealed, "one purpose") == WORDS


def test_keyed_hash_when_the_key_was_changed_is_found_by_the_old_one(settings: Any) -> None:
    kept, old = keyed_hashes("a secret", "one purpose")[0], settings.SECRET_KEY
    assert kept not in keyed_hashes("a secret", "another")
    settings.SECRET_KEY = "a new key"
    assert kept not in keyed_hashes("a secret", "one purpose")
    settings.SECRET_KEY_FALLBACKS = [old]
    new, *former = keyed_hashes("a secret", "one purpose")
    assert new != kept
    assert former == [kept]
