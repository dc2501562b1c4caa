"""Sets of listings as bits: one bit per listing of a segment, 64 to a word."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Words: TypeAlias = npt.NDArray[np.uint64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Ordinals: TypeAlias = npt.NDArray[np.int64]

_CHUNK_BYTES = 1 << 18  # keeps the temporary of a count inside the processor's cache


def to_words(flags: Flags) -> Words:
    """Pack one flag per listing; the last axis is the listings."""
    packed = np.packbits(flags, axis=-1, bitorder="little")
    words = np.zeros((*flags.shape[:-1], -(-flags.shape[-1] // 64)), np.uint64)
    words.view(np.uint8)[..., : packed.shape[-1]] = packed
    return words


def to_ordinals(words: Words) -> Ordinals:
    """The members of a set, ascending. Only words that hold one are unpacked."""
    used = np.flatnonzero(words)
    bit = np.flatnonzero(np.unpackbits(words[used].view(np.uint8), bitorder="little"))
    return np.asarray((used[bit >> 6] << 6) | (bit & 63), np.int64)


def size_of(words: Words) -> int:
    """How many members a set has."""
    return int(np.bitwise_count(words).sum(dtype=np.int64))


def count_rows(rows: Words, words: Words) -> npt.NDArray[np.int64]:
    """For each row, how many members it shares with the set."""
    used = np.flatnonzero(words)
    if len(used) * 4 < len(words):  # a small set: look at its words alone
        rows, words = rows[:, used], words[used]
    step = max(1, _CHUNK_BYTES // max(words.nbytes, 1))
    parts = [
        np.bitwise_count(rows[start : start + step] & words).sum(axis=1, dtype=np.int64)
        for start in range(0, len(rows), step)
    ]
    return np.concatenate(parts) if parts else np.zeros(0, np.int64)


def any_of(rows: Words) -> Words:
    """The union of some sets; empty when there are none."""
    union: Words = np.bitwise_or.reduce(rows, axis=0)
    return union


def without(words: Words, ordinals: Ordinals) -> Words:
    """A copy of the set that lacks some members."""
    out = words.copy()
    for ordinal in ordinals.tolist():
        out[ordinal >> 6] &= ~(np.uint64(1) << np.uint64(ordinal & 63))
    return out
