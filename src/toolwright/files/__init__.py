"""Files of rows: taken in, kept once by content, handed out to whoever may read the row, swept when nobody names them.

Owns uploads, what content is, pictures made smaller and the sweep. Refuses to decide access (`rows` does: whoever may
read the row and the column may read the file) and to know where content lies (`extend.file_storage`). Read `library.py`
first.
"""

from toolwright.files.check import Checked
from toolwright.files.library import FileLibrary, FileLimits, Target, file_store
from toolwright.files.pictures import EDGES, Pictures
from toolwright.files.staging import Staging
from toolwright.files.sweep import Ground, Sweeper, Swept

__all__ = [
    "EDGES",
    "Checked",
    "FileLibrary",
    "FileLimits",
    "Ground",
    "Pictures",
    "Staging",
    "Sweeper",
    "Swept",
    "Target",
    "file_store",
]
