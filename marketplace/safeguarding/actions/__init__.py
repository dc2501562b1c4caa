"""Raising a concern, reading it, working on it, and setting the phone numbers."""
