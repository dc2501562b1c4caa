"""Who may load lists of places."""

from marketplace.core.rooms import Permission

#: No role holds it: the lists are shared by all councils, and whoever runs the server reads them in.
MAY_LOAD_PLACES = Permission("load_places", "load lists of postcodes and places")
