"""See `column.py`."""
