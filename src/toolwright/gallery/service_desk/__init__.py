"""The demo workspace: an IT service desk over built-in tables with a few hundred believable rows and their history."""
