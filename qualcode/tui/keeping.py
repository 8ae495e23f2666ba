"""Backups from the app: the one that is due when a study is opened, and the one that is asked for."""

from functools import partial
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.locale import say

if TYPE_CHECKING:
    from qualcode.storage.opening import OpenStudy
    from qualcode.tui.app import QualcodeApp
    from qualcode.tui.screen import PlaceScreen


_LONG = 12.0
"""Seconds for what one should know of a study's folder: it is read once, at opening, beside much else."""


def keep_in_worker(app: "QualcodeApp", study: "OpenStudy") -> None:
    """Take the backup that is due, and look at where the study lies; what one should know becomes a quiet notice."""
    app.run_worker(partial(_keep, app, study), thread=True, group="keeping")


def take_backup_in_worker(screen: "PlaceScreen") -> None:
    """Take the backup that was asked for, say where it is, and show it."""
    app = screen.app
    app.run_worker(partial(_take, app, screen.session.study), thread=True, exclusive=True, group="backup")


def _keep(app: "QualcodeApp", study: "OpenStudy") -> None:
    from qualcode.services.keeping.backups import back_up_if_due
    from qualcode.services.keeping.whereabouts import whereabouts

    try:
        told = " ".join(finding.message for finding in whereabouts(study))
        if told:
            app.call_later(partial(app.tell, told, seconds=_LONG))
        if back_up_if_due(study) is not None:
            app.call_later(app.show_soon)
    except QualcodeError as error:
        app.call_later(app.tell, say("backups.automatic_failed", reason=error.message))


def _take(app: "QualcodeApp", study: "OpenStudy") -> None:
    from qualcode.services.keeping.backups import back_up

    try:
        made = back_up(study)
    except QualcodeError as error:
        app.call_later(app.notice, error)
        return
    app.call_later(app.tell, say("backups.taken", name=made.name))
    app.call_later(app.show_soon)
