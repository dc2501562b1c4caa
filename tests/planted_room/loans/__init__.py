"""Equipment lent to people: a small room of its own, planted to show what adding one takes."""
