"""The words that people read: which of them docs/words.md refuses."""
