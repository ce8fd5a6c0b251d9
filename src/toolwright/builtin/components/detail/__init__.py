"""See `component.py`."""
