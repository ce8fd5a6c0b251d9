"""One file per change of the metadata database, applied in order at start; never edited once released."""
