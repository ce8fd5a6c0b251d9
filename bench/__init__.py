"""Measures the promises side by side with their limits: `make bench`.

Everything is a ratio taken in one run on one machine. Absolute figures are printed for orientation only.
"""
