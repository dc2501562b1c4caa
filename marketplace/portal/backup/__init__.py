"""One backup of rows and files, and putting it back. Called by `manage.py backup` and `restore`."""
