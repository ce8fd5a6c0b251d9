"""Contract suites that every kind passes, first-party and third-party alike.

A plugin author subclasses a suite, says how to reach a source and runs it with pytest. Needs `pytest` and `hypothesis`.
"""
