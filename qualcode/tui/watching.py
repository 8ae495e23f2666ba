"""Others at work on the same study, in another window or from the command line: what they do is shown here at once."""

from contextlib import suppress
from functools import partial
from time import monotonic

from qualcode.errors import StudyError
from qualcode.locale import say
from qualcode.tui.everywhere import EverywhereApp

_EVERY = 0.4
"""Seconds between two looks at the journal, so that what others do is on the screen within one."""

_QUIET = 60.0
"""Seconds before the same is told again."""


class WatchingApp(EverywhereApp):
    """Looks at the journal while a study is open, and reads the place anew when somebody else has changed something."""

    _looking = False
    _behind = False
    _told_at = 0.0

    def look_for_others(self) -> None:
        """Begin to look; goes on for as long as the app runs, whichever study is open."""
        if not self._looking:
            self._looking = True
            self.set_interval(_EVERY, self._look)

    def _look(self) -> None:
        session = self.session
        if session is not None:
            self.run_worker(partial(self._ask, session.study), thread=True, exclusive=True, group="watching")
        if self._behind:
            self._catch_up()

    def _ask(self, study: object) -> None:
        """In a thread, since a writer on a shared disk may make one wait."""
        session = self.session
        if session is None or session.study is not study:
            return
        # A study that cannot be read just now is told of by what the user does next.
        with suppress(StudyError):
            others = session.study.others_at_work()
            if others:
                self.call_later(self._have_changed, others)

    def _have_changed(self, others: tuple[str, ...]) -> None:
        self._behind = True
        self._catch_up()
        if self.session is not None and monotonic() - self._told_at > _QUIET:
            names = [name for name in others if name != self.session.study.coder]
            if names:
                self._told_at = monotonic()
                self.tell(say("app.others", who=", ".join(names)))

    def _catch_up(self) -> None:
        """Show what is stored now, unless somebody is typing on the page itself: then when she is done."""
        from textual.widgets import Input, TextArea

        if self.session is None or self.place is None or isinstance(self.place.focused, Input | TextArea):
            return
        self._behind = False
        with self.noticing():
            self.session.read_again()
        self.show_soon()
