"""MySQL and MariaDB as a data source, through asyncmy.

Owns what is particular to them: catalogue queries, types, error numbers, and ending a statement on the server when its
request is given up, which the driver does not do. Read `connector.py` first.
"""
