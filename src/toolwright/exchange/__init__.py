"""Files of rows, in and out: formats, what a file holds, how its cells are meant, and which column each belongs to.

Owns reading and writing CSV, JSON, spreadsheets and the like in bounded memory, and guessing what nobody said. Refuses
to decide what may be stored: rows go through the data plane (`rows.loading`). Read `contract.py` first, then
`opening.py`.
"""
