"""Raising a concern, the officers' pages, how many there are, and the phone numbers."""
