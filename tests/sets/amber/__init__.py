"""Labelled statement lines of a mid-sized shire county, written without sight of any matcher."""
