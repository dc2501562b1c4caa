"""Pages of whole records: copies, legal holds, and the trail of what was done."""
