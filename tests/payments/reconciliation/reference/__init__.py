"""A slow, day-by-day reference of how one person's money works: standard library only, nothing of the product."""
