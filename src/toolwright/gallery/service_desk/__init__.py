"""The demo workspace: an IT service desk over a SQLite file with a few hundred believable rows."""
