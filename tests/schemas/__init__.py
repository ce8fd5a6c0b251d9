"""Schemas that others designed (Wagtail, django-oscar, Airflow), made and filled in a real database for tests.

The products themselves run in environments of their own and are no dependencies. Read `fixture.py` first.
"""
