"""Toolwright: a self-hosted low-code platform for IT operations."""

__version__ = "0.1.0"
