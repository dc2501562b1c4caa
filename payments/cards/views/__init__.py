"""The doors of cards: finance's pages, and the card processor's webhook."""
