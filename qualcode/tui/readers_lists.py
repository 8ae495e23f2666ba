"""Readers' own lists of themes: one marks one's own as done, and the team opens all of them."""

from qualcode.locale import say
from qualcode.services.reading.readers import mark_list_done, open_lists, readers
from qualcode.tui.screen import PlaceScreen


class ReadersListsScreen(PlaceScreen):
    """Where one reads and where one negotiates: the lid over others' lists is lifted from both."""

    def action_list_done(self) -> None:
        """One's own list is done, and the others' are shown; or not after all. After new interviews: done again."""
        analysis, study = self.session.analysis, self.session.study
        if analysis is not None:
            own = readers(study, analysis.id).of(study.coder)
            done = own is None or not own.done or bool(own.came_since)
            mark_list_done(study, analysis.id, done=done)
            self.show()
            self.tell(say("readers.done_now" if done else "readers.not_done"))

    def action_lists_open(self) -> None:
        """Open everybody's lists to all, or close them again."""
        analysis, study = self.session.analysis, self.session.study
        if analysis is not None:
            opened = not readers(study, analysis.id).open
            open_lists(study, analysis.id, opened=opened)
            self.show()
            self.tell(say("readers.lists_open" if opened else "readers.lists_closed"))
