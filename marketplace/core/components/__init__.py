"""The components as template tags; ``templatetags/handrail.py`` gathers them into one library."""
