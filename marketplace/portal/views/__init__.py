"""The roof's own pages, what machines are told of the site, and what programs look for at its root."""
