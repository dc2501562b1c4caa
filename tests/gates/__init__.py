"""The house inspects itself: each file holds one rule, its planted violations, and the real tree."""
