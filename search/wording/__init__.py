"""Search in words: what each facet's codes are called, and why a listing is in the results."""
