"""Templates: ready workspaces as data files, with sample rows, and their loader.

Owns what a template consists of and how what happened in it becomes rows and their history. Refuses to save anything:
commands install a template through the same doors as everybody else. Read `template.py` first, then `service_desk/`.
"""
