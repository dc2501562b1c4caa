"""The rules of exceptions, one a file. A new file here is a new rule: no other file names it."""
