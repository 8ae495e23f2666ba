"""Step 1: reading all the material, with one's own overall impression and preliminary themes beside it."""

from collections.abc import Callable
from itertools import groupby
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from qualcode.locale import say
from qualcode.services.reading import notes, reading
from qualcode.services.reading.preconceptions import own_preconceptions
from qualcode.services.reading.readers import readers
from qualcode.text.span import Span
from qualcode.tui.bindings import bindings_for
from qualcode.tui.dialogs.choose import Choice, ChooseDialog
from qualcode.tui.dialogs.write import Field, FormDialog, WriteDialog
from qualcode.tui.readers_lists import ReadersListsScreen
from qualcode.tui.shown import shown
from qualcode.tui.tasks.preconceptions import ask_preconceptions
from qualcode.tui.transcript_screen import TranscriptScreen
from qualcode.tui.widgets.transcript import Selection, TranscriptPane
from qualcode.views.readers import ReadersView, ReaderView
from qualcode.views.reading import NoteView, ThemeView

TEXT_WIDTH = 70
"""Cells to a line: what reads best on paper, too."""


class ReadingScreen(TranscriptScreen, ReadersListsScreen):
    """The transcript alone with wide margins; to the right what one makes of it."""

    PLACE = "reading"
    CSS_PATH = "reading.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("reading")

    _impression: str = ""
    _themes: tuple[ThemeView, ...] = ()
    _notes: tuple[NoteView, ...] = ()
    _readers = ReadersView((), open=False, hidden=False)
    _written = True

    def compose_body(self) -> ComposeResult:
        """Text; beside it impression, themes and notes."""
        with Horizontal(classes="panes"):
            yield TranscriptPane(text_width=TEXT_WIDTH, show_units=False, classes="main")
            with VerticalScroll(classes="side", can_focus=False):
                yield Static(classes="readers")
                yield Static(say("reading.impression"), classes="heading")
                yield Static(classes="impression")
                yield Static(say("reading.themes"), classes="heading")
                yield OptionList(classes="themes", compact=True)
                yield Static(classes="others")
                yield Static(say("reading.notes"), classes="heading")
                yield OptionList(classes="notes", compact=True)

    def show_beside(self) -> None:
        """One's own impression and themes; the notes on this transcript."""
        study, analysis = self.session.study, self.session.analysis
        if analysis is None:
            return
        self._impression = reading.impression(study, analysis.id)
        everyone = reading.themes(study, analysis.id)
        self._themes = tuple(theme for theme in everyone if theme.coder == study.coder)
        self._notes = tuple(notes.notes(study, analysis.id, transcript_id=self.transcript_id or 0))
        empty = say("reading.no_impression")
        self.query_one(".impression", Static).update(
            shown(self._impression) if self._impression else Content.styled(empty, "$text-muted")
        )
        _fill(self.query_one(".themes", OptionList), [_theme(theme) for theme in self._themes], "reading.no_themes")
        _fill(self.query_one(".notes", OptionList), [_note(note) for note in self._notes], "reading.no_notes")
        self._show_others([theme for theme in everyone if theme.coder != study.coder])

    def _show_others(self, themes: list[ThemeView]) -> None:
        """What others wrote, as far as it is not under a lid, and how far every reader has come."""
        analysis = self.session.analysis
        if analysis is None:
            return
        self._readers = readers(self.session.study, analysis.id)
        by_reader = groupby(themes, key=lambda theme: theme.coder)
        lists = [_list_of(coder, [theme.name for theme in group]) for coder, group in by_reader]
        if self._readers.hidden:
            # What has become code groups is not under the lid any more, but nobody need see it here.
            lists = [shown(say("readers.lid"), "$text-muted")]
        if self._readers.gone_on:
            lists.append(shown(say("readers.gone_on"), "$text-muted"))
        self.query_one(".others", Static).update(Content("\n").join(lists))
        self._written = own_preconceptions(self.session.study, analysis.id) is not None
        told = describe_readers(self._readers, self.session.study.coder, written=self._written)
        self.query_one(".readers", Static).update(told)

    def _add_note(self, text: str) -> None:
        super()._add_note(text)
        self.query_one(".notes", OptionList).scroll_visible()

    def describe(self, selection: Selection) -> str:
        """Where one is, and how much of the material has been read; before it, what calls one back to the step.

        At 80 columns there is nothing beside the text that could say so.
        """
        done = sum(line.read for line in self.transcripts)
        how_far = say("reading.how_far", read=done, total=len(self.transcripts))
        state = next((line for line in self.transcripts if line.id == self.transcript_id), None)
        mark = f" · {say('app.read')}" if state and state.read else ""
        listed = f" · {say('reading.themes_listed', count=len(self._themes))}" if self._themes else ""
        own = self._readers.of(self.session.study.coder)
        called = reopened(own) if own and own.came_since else ""
        if not self._written and not done:
            called = say("readers.no_preconceptions")
        first = f"{called} · " if called else ""
        return f"{first}{super().describe(selection)}{mark} · {how_far}{listed}"

    def action_theme_new(self) -> None:
        """Write down a preliminary theme."""
        self.ask(FormDialog(say("reading.new_theme"), _theme_fields()), self._add_theme)

    def _add_theme(self, answer: dict[str, str]) -> None:
        analysis = self.session.analysis
        if analysis is not None:
            reading.add_theme(self.session.study, analysis.id, answer["name"], note=answer["note"])
            self.show()
            themes = self.query_one(".themes", OptionList)
            themes.highlighted = len(self._themes) - 1

    def action_theme_edit(self) -> None:
        """Change the theme that is chosen, or the note, where the notes have the focus."""
        note = self._chosen_note()
        if note is not None:
            self.ask(WriteDialog(say("app.new_note"), note.text), lambda text: self._change_note(note, text))
        else:
            self._with_theme(say("reading.edit_theme"), self._edit_theme)

    def _edit_theme(self, theme: ThemeView) -> None:
        dialog = FormDialog(say("reading.edit_theme"), _theme_fields(theme.name, theme.note))
        self.ask(dialog, lambda answer: self._change_theme(theme, answer))

    def _with_theme(self, title: str, act: Callable[[ThemeView], object]) -> None:
        """Do something to the theme under the list's cursor; from the text, where it may be out of sight, ask which."""
        listed = self.query_one(".themes", OptionList)
        if listed.has_focus and listed.highlighted is not None:
            act(self._themes[listed.highlighted])
        elif self._themes:
            self.ask(ChooseDialog(title, [Choice(one, one.name, one.note) for one in self._themes]), act)
        else:
            self.tell(say("reading.no_themes"))

    def _change_theme(self, theme: ThemeView, answer: dict[str, str]) -> None:
        study = self.session.study
        reading.change_theme(study, theme.id, name=answer["name"], note=answer["note"], seen=theme.version)
        self.show()

    def _change_note(self, note: NoteView, text: str) -> None:
        if text.strip():
            notes.change_note(self.session.study, note.id, text, seen=note.version)
        else:
            notes.remove_note(self.session.study, note.id)
        self.show()

    def action_theme_remove(self) -> None:
        """Take away the theme that is chosen, or the note, where the notes have the focus."""
        note = self._chosen_note()
        if note is not None:
            notes.remove_note(self.session.study, note.id)
            self.show()
        else:
            self._with_theme(say("reading.remove_which"), self._remove_theme)

    def _remove_theme(self, theme: ThemeView) -> None:
        reading.remove_theme(self.session.study, theme.id)
        self.show()

    def action_impression_write(self) -> None:
        """Write one's overall impression of the whole material."""
        dialog = WriteDialog(say("reading.impression"), self._impression, explanation=say("reading.impression_help"))
        self.ask(dialog, self._write_impression)

    def _write_impression(self, text: str) -> None:
        analysis = self.session.analysis
        if analysis is not None:
            reading.write_impression(self.session.study, analysis.id, text)
            self.show()

    def action_reading_done(self) -> None:
        """Mark the transcript as read, and go on to the next that is not."""
        analysis, here = self.session.analysis, self.transcript_id
        if analysis is None or here is None:
            return
        reading.mark_read(self.session.study, analysis.id, here)
        known = [line.id for line in self.transcripts]
        at = known.index(here)
        coming = [*self.transcripts[at + 1 :], *self.transcripts[:at]]
        unread = next((line.id for line in coming if not line.read), None)
        if unread is not None:
            self.open_transcript(unread)
        else:
            self.show()
            self.tell(say("reading.all_read"))

    def action_preconceptions_write(self) -> None:
        """Write one's preconceptions."""
        if self.session.analysis is not None:
            ask_preconceptions(self, self.session.analysis)

    def action_negotiation_open(self) -> None:
        """To the lists side by side."""
        self.app.go_to("negotiating")

    @on(OptionList.OptionSelected, ".themes")
    def _open_theme(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_theme_edit()

    @on(OptionList.OptionSelected, ".notes")
    def _go_to_note(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        note = self._notes[event.option_index]
        if note.start is not None and note.end is not None:
            self.pane.select_span(Span(note.start, note.end))
            self.pane.focus()

    def _chosen_note(self) -> NoteView | None:
        listed = self.query_one(".notes", OptionList)
        at = listed.highlighted
        return self._notes[at] if listed.has_focus and at is not None and at < len(self._notes) else None


def _theme_fields(name: str = "", note: str = "") -> list[Field]:
    return [
        Field("name", say("reading.theme_name"), name),
        Field("note", say("reading.theme_note"), note, lines=5),
    ]


def _fill(options: OptionList, lines: list[Content], empty: str) -> None:
    """Show these lines, the same one highlighted as before; where there are none, say what belongs there."""
    before = options.highlighted
    options.clear_options()
    options.can_focus = bool(lines)
    if lines:
        options.add_options([Option(line) for line in lines])
        options.highlighted = min(before or 0, len(lines) - 1)
    else:
        options.add_option(Option(Content.styled(say(empty), "$text-muted"), disabled=True))


def _list_of(coder: str, names: list[str]) -> Content:
    """Another reader's themes, or those that the team agreed on, under her initials."""
    lines = [shown(name, "$text-muted") for name in names]
    return Content("\n").join([shown(coder or say("reading.agreed"), "bold"), *lines])


def _theme(theme: ThemeView) -> Content:
    note = f"\n{' '.join(theme.note.split())}" if theme.note else ""
    return Content.assemble(shown(theme.name, "bold"), shown(note, "$text-muted"))


def _note(note: NoteView) -> Content:
    place = f"«{' '.join(note.quote.split())[:40]}» " if note.quote else ""
    return Content.assemble(
        shown(place, "$text-muted"), shown(" ".join(note.text.split())), shown(f" {note.coder}", "$text-muted")
    )


def reopened(reader: ReaderView) -> str:
    """Which interviews have come since a reader was done, in words."""
    return say("readers.reopened", count=len(reader.came_since), names=", ".join(reader.came_since))


def _progress(reader: ReaderView) -> str:
    key = "readers.progress_opened" if reader.opened > reader.read else "readers.progress"
    return say(key, coder=reader.coder, read=reader.read, total=reader.total, opened=reader.opened)


def describe_readers(state: ReadersView, coder: str, *, written: bool) -> Content:
    """How far each reader has come; that interviews have come since one was done; that preconceptions are missing."""
    own = state.of(coder)
    told = [_progress(one) for one in state.readers]
    marks = ["✓" if one.done and not one.came_since else "" for one in state.readers]
    lines = [shown(" · ".join(f"{one} {mark}".strip() for one, mark in zip(told, marks, strict=True)), "$text-muted")]
    if own is not None and own.came_since:
        lines.append(shown(reopened(own), "bold $warning"))
    if not written:
        lines.append(shown(say("readers.no_preconceptions"), "$text-muted"))
    return Content("\n").join(lines)
