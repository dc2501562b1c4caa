"""A labelled set of statement lines of an invented southern unitary, Wexmere."""
