"""The data plane against real databases."""
