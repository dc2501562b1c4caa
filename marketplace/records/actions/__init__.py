"""Erasing what is over, legal holds, and copies."""
