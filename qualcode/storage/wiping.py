"""Words that are to be gone: from the rows, from the journal's memory of them, and from the write-ahead log.

A wipe cannot be undone. It keeps who did what when; copies made before (backups, other people's) are not reached.
"""

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import select, update
from sqlmodel import SQLModel, col

from qualcode.model import JournalImages
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.storage.shapes import shape_of
from qualcode.storage.sqlite_file import closing_connection, explained

Rewrite = Callable[[dict[str, Any]], dict[str, Any]]
"""From a row as the journal remembers it to the row without the words."""


def rewrite_images(change: Change, table: type[SQLModel], rewrite: Rewrite) -> None:
    """Within an action: what the journal remembers of this table's rows, without the words; this action's own too.

    The last thing done in the action, since its entry is written here.
    """
    change.write_entry()
    name = shape_of(table).name
    # Few entries speak of a table that is wiped; a study may have hundreds of thousands of others.
    speaking = select(col(JournalImages.entry_id), col(JournalImages.images)).where(
        col(JournalImages.images).contains(f'"table": "{name}"', autoescape=True)
    )
    for entry, stored in change.connection.execute(speaking).all():
        images = json.loads(stored)
        for image in images:
            if image["table"] == name:
                for side in ("before", "after"):
                    image[side] = image[side] and rewrite(image[side])
        rewritten = json.dumps(images, ensure_ascii=False)
        if rewritten != stored:
            statement = update(JournalImages).where(col(JournalImages.entry_id) == entry)
            change.connection.execute(statement.values(images=rewritten))


def empty_write_ahead_log(study: OpenStudy) -> bool:
    """Bring everything into the study's file and empty the log beside it, in which older pages linger.

    False when somebody else is reading, so that the log has to stay a while.
    """
    with explained(study.path), closing_connection(study.path) as connection:
        busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy
