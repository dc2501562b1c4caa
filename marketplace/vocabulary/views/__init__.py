"""Each file shows one subject of a council's words."""
