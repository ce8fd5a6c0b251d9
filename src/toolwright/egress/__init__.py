"""Ways out of this machine: which addresses may be connected to, and the one client that speaks HTTP.

A name is resolved, every address it has is checked, and the connection goes to that very address, so nothing can answer
differently between the check and the connection. What the operator did not allow is refused, whoever asked for it.
It refuses to know what is sent, or who asks. Read `address.py` first. The client is in `http.py`, which only those who
call other servers import: it would take a twentieth of every start.
"""

from toolwright.egress.address import AddressPolicy
from toolwright.egress.files import FilePolicy
from toolwright.egress.reach import Anywhere, Reach, Recorder, first_reachable, is_os_error
from toolwright.egress.tls import context_for

__all__ = [
    "AddressPolicy",
    "Anywhere",
    "FilePolicy",
    "Reach",
    "Recorder",
    "context_for",
    "first_reachable",
    "is_os_error",
]
