"""See `action.py`."""
