"""See `storage.py`."""
