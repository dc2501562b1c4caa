"""What the pages of accreditation show, as frozen values; a constant number of queries each."""
