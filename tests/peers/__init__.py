"""Real servers for tests: PostgreSQL and MariaDB with TLS on free loopback ports, started once per test session.

An engine that is not installed skips the tests that need it, with the reason shown; where `CI` is set it fails them.
Read `fixture.py` for what tests may ask for.
"""
