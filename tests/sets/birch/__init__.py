"""A labelled set of bank and card lines for an invented northern borough."""
