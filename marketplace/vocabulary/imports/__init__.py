"""Reading the lists of postcodes and places that others publish."""
