"""Encrypted credentials and variables: plain text never leaves here unasked.

Owns the key file and the envelope. Refuses to know where ciphertexts are stored (it is given a place) and who may read
them. Read `vault.py` first.
"""

from toolwright.vault.keyring import KeyRing
from toolwright.vault.vault import SealedRecords, Vault

__all__ = ["KeyRing", "SealedRecords", "Vault"]
