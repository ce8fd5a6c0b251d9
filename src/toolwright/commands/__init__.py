"""Use cases, one file per verb: check policy, change, audit, announce.

Owns the order of these four and nothing else: what is allowed is policy's, how it is stored is the store's. Every
command is `async def verb_noun(services, actor, …)`. Read `services.py` first.
"""
