"""Received: files that came with a plain form become uploads of the person, as if a script had sent them before."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

from starlette.datastructures import FormData, UploadFile

from toolwright.commands.services import Services
from toolwright.commands.upload_file import upload_file, upload_target
from toolwright.errors import NotFound, ToolwrightError
from toolwright.extend.attachment import FileReference
from toolwright.model.table import Column
from toolwright.render.posted import Posted
from toolwright.render.visit import Visit
from toolwright.rows.row_json import to_json

_PIECE = 1 << 16
Sent = Sequence[tuple[str, UploadFile]]


def files_of(form: FormData) -> Sent:
    """The files of a form that are not empty."""
    return [(name, part) for name, part in form.multi_items() if isinstance(part, UploadFile) and part.size]


async def with_sent_files(services: Services, visit: Visit, posted: Posted, sent: Sent) -> Posted:
    """The event with every file as an upload of its field. Raises NotFound for a file that no field asked for."""
    fields, refused = dict(posted.fields), dict(posted.refused)
    for name, part in sent:
        column = _column(visit, posted, name)
        assert column.files is not None  # noqa: S101  # `_column` has looked
        try:
            target = upload_target(services, visit.actor, visit.workspace, column.files.table, column.name)
            one = await upload_file(services, target, part.filename or "", _read(part))
        except ToolwrightError as fault:
            refused[name] = fault.detail
            continue
        found = FileReference(one.id, one.name, one.type, one.size, one.sha256 or "")
        fields[name] = [*fields.get(name, ()), to_json(found.to_wire()).decode()]
    return replace(posted, fields=fields, refused=refused)


def _column(visit: Visit, posted: Posted, name: str) -> Column:
    event = visit.plan.events.get(posted.event)
    form = visit.plan.forms.get(event.form or "") if event is not None else None
    field = form.fields.get(name) if form is not None else None
    if field is None or field.column is None or field.column.files is None:
        raise NotFound("This form does not take files here.", code="event.no_files")
    return field.column


async def _read(part: UploadFile) -> AsyncIterator[bytes]:
    while piece := await part.read(_PIECE):
        yield piece
