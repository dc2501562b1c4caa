"""The pages of suppliers: registering, an organisation's own pages, and the council's list."""
