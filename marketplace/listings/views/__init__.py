"""The doors to listings: for anyone, for suppliers, for those who check."""
