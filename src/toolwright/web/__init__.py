"""The web: published apps, the launcher, the studio's shell, and assets.

Owns addresses people open in a browser, except the API. Refuses to decide access (policy does) and to know any
component (render does). Read `routes.py` first, then `apps.py`.
"""
