"""Where the content of files lies, each kind in its own folder."""
