"""Between the server and the site: bodies read under a limit, and as many requests at work as there are threads."""
