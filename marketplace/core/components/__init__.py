"""The components as template tags, a file a subject; ``templatetags/handrail.py`` makes one library of them.

A tag's docstring says what it is for, then each argument under ``Args:``; the page at /design/ is made from both.
"""
