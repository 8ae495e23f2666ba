"""Step 1, together: the readers' lists side by side, and what the team agrees on."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from qualcode.locale import say
from qualcode.services.reading import reading
from qualcode.services.reading.readers import readers
from qualcode.services.themes import negotiating
from qualcode.tui.bindings import bindings_for
from qualcode.tui.dialogs.write import Field, FormDialog, TextDialog
from qualcode.tui.list_screen import ListScreen
from qualcode.tui.readers_lists import ReadersListsScreen
from qualcode.tui.shown import shown
from qualcode.tui.widgets.keyed_list import KeyedList
from qualcode.views.negotiating import AgreedTheme, NegotiationView, ReadersTheme

Theme = ReadersTheme | AgreedTheme

_NARROWEST = 26
"""A list is never narrower than this, in cells."""


class NegotiatingScreen(ListScreen, ReadersListsScreen):
    """A column for each reader's list, and one for the themes agreed on."""

    PLACE = "negotiating"
    CSS_PATH = "negotiating.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("negotiating")

    view = NegotiationView((), ())
    _marked: frozenset[int] = frozenset()

    def compose_body(self) -> ComposeResult:
        """The columns, and what there is to tell about the theme under the cursor."""
        with Horizontal(classes="panes main"):
            yield Horizontal(classes="readers")
            yield ThemeColumn("")
        yield Static(classes="told")

    def show_place(self) -> None:
        """The lists as they are now; the columns are made anew when there are other readers than before."""
        analysis = self.session.analysis
        study = self.session.study
        self.view = NegotiationView((), ()) if analysis is None else negotiating.negotiation(study, analysis.id)
        names = [coder for coder, _ in self.view.lists]
        if [column.reader for column in self.query(ThemeColumn)] != [*names, ""]:
            self.call_later(self._make_columns, names)
        else:
            self._fill()

    async def _make_columns(self, names: list[str]) -> None:
        lists = self.query_one(".readers", Horizontal)
        await lists.remove_children()
        await lists.mount_all([ThemeColumn(name) for name in names])
        self._share_width()
        self._fill()
        columns = list(self.query(ThemeColumn))
        columns[0].query_one(KeyedList).focus()

    def on_resize(self) -> None:
        """Another width to share."""
        self.call_after_refresh(self._share_width)

    def _share_width(self) -> None:
        """The readers' lists share what the agreed themes leave; those that do not fit come as one walks there.

        In cells: Textual gives the first of several `fr` columns everything when their least widths do not fit.
        """
        *lists, agreed = self.query(ThemeColumn)
        kept = max(_NARROWEST, self.size.width // (len(lists) + 1))
        agreed.styles.width = kept
        room = self.size.width - kept
        for column in lists:
            column.styles.width = room // min(len(lists), max(1, room // _NARROWEST))

    def _fill(self) -> None:
        lists: dict[str, tuple[Theme, ...]] = dict(self.view.lists)
        known = {theme.id for _, themes in self.view.lists for theme in themes}
        self._marked &= known
        for column in self.query(ThemeColumn):
            column.show_themes(lists.get(column.reader, ()) if column.reader else self.view.agreed, self._marked)
        self.tell_line()

    def tell_line(self) -> None:
        """The theme under the cursor, and how far the negotiation has come."""
        theme = self._theme
        self.query_one(".told", Static).update(_told(theme) if theme is not None else Content(""))
        analysis = self.session.analysis
        left = sum(not one.settled for _, themes in self.view.lists for one in themes)
        told = [say("negotiating.left", count=left), say("negotiating.agreed_count", count=len(self.view.agreed))]
        if self._marked:
            told.insert(0, say("negotiating.marked", count=len(self._marked)))
        if analysis is not None and readers(self.session.study, analysis.id).hidden:
            told.insert(0, say("negotiating.hidden"))
        if (len(self.view.lists) + 1) * _NARROWEST > self.size.width:
            told.insert(0, say("negotiating.beside", count=len(self.view.lists)))
        self.status(" · ".join(told))

    @property
    def _column(self) -> "ThemeColumn | None":
        return next((one for one in self.query(ThemeColumn) if one.query_one(KeyedList).has_focus), None)

    @property
    def _theme(self) -> Theme | None:
        return None if self._column is None else self._column.chosen

    def open_line(self) -> None:
        """Agree on the theme as it stands."""
        self.action_theme_keep()

    def on_descendant_focus(self) -> None:
        """Another column, shown whole."""
        if self.app.session is not None:
            self.call_after_refresh(self._show_column)

    def _show_column(self) -> None:
        if self._column is not None and self._column.reader:
            self.query_one(".readers", Horizontal).scroll_to_widget(self._column, animate=False, force=True)
        self.tell_line()

    def action_column_next(self) -> None:
        """To the list at the right."""
        self._go_aside(1)

    def action_column_previous(self) -> None:
        """To the list at the left."""
        self._go_aside(-1)

    def _go_aside(self, step: int) -> None:
        columns = list(self.query(ThemeColumn))
        at = columns.index(self._column) + step if self._column in columns else 0
        columns[min(max(at, 0), len(columns) - 1)].query_one(KeyedList).focus()

    def action_theme_keep(self) -> None:
        """Agree on a reader's theme as it stands; an agreed one is opened."""
        theme, analysis = self._theme, self.session.analysis
        if isinstance(theme, AgreedTheme):
            self.action_theme_edit_agreed()
        elif theme is not None and analysis is not None:
            negotiating.agree_on(self.session.study, analysis.id, [theme.id], theme.name, note=theme.note)
            self.show()

    def action_theme_mark(self) -> None:
        """Mark the theme here, or let go of it."""
        theme = self._theme
        if isinstance(theme, ReadersTheme):
            self._marked ^= {theme.id}
            self._fill()

    def action_theme_join(self) -> None:
        """One agreed theme of those that are marked, or of the one here. On an agreed theme, they go into that one."""
        theme, analysis = self._theme, self.session.analysis
        if analysis is None:
            return
        listed = [one for _, themes in self.view.lists for one in themes]
        chosen = [one for one in listed if one.id in self._marked]
        if not chosen and isinstance(theme, ReadersTheme):
            chosen = [theme]

        def join(told: dict[str, str]) -> None:
            keys = [one.id for one in chosen]
            negotiating.agree_on(self.session.study, analysis.id, keys, **told)
            self._marked = frozenset()
            self.show()

        names = ", ".join(f"{one.coder}: {one.name}" for one in chosen)
        into = theme if isinstance(theme, AgreedTheme) and chosen else next(iter(chosen), None)
        fields = _fields(into.name if into else "", "", "")
        self.ask(FormDialog(say("negotiating.join"), fields, explanation=names), join)

    def action_theme_edit_agreed(self) -> None:
        """The agreed theme's name, note and reason; of a reader's theme only why it was decided so."""
        theme = self._theme
        if isinstance(theme, AgreedTheme):
            fields = _fields(theme.name, theme.note, theme.reason)
            self.ask(FormDialog(say("negotiating.agreed_theme"), fields), lambda told: self._change(theme, told))
        elif theme is not None:
            dialog = TextDialog(say("negotiating.reason"), theme.reason, explanation=theme.name, may_be_empty=True)
            self.ask(dialog, lambda reason: self._explain(theme, reason))

    def _change(self, theme: AgreedTheme, told: dict[str, str]) -> None:
        study = self.session.study
        reading.change_theme(study, theme.id, name=told["name"], note=told["note"], seen=theme.version)
        if told["reason"] != theme.reason:
            negotiating.explain_theme(study, theme.id, told["reason"])
        self.show()

    def _explain(self, theme: ReadersTheme, reason: str) -> None:
        negotiating.explain_theme(self.session.study, theme.id, reason, seen=theme.version)
        self.show()

    def action_theme_drop(self) -> None:
        """Drop a reader's theme, with a reason if one likes, or take it up again; an agreed one is taken away."""
        theme, study = self._theme, self.session.study
        if isinstance(theme, AgreedTheme):
            reading.remove_theme(study, theme.id)
            self.show()
        elif theme is not None and theme.dropped:
            negotiating.drop_themes(study, [theme.id], dropped=False)
            self.show()
        elif theme is not None:
            dialog = TextDialog(say("negotiating.why_dropped"), explanation=theme.name, may_be_empty=True)
            self.ask(dialog, lambda reason: self._drop(theme, reason))

    def _drop(self, theme: ReadersTheme, reason: str) -> None:
        negotiating.drop_themes(self.session.study, [theme.id], reason=reason)
        self.show()

    def action_theme_up(self) -> None:
        """Earlier among the agreed themes, or on one's own list."""
        self._move(-1)

    def action_theme_down(self) -> None:
        """Later among the agreed themes, or on one's own list."""
        self._move(1)

    def _move(self, step: int) -> None:
        column, theme = self._column, self._theme
        if column is None or theme is None:
            return
        if column.reader not in ("", self.session.study.coder):
            self.tell(say("negotiating.others_order"))
        elif 0 <= (to := column.themes.index(theme) + step) < len(column.themes):
            reading.move_theme(self.session.study, theme.id, to=to)
            self.show()

    def action_groups_from_themes(self) -> None:
        """Code groups of the agreed themes."""
        analysis = self.session.analysis
        if analysis is not None:
            count = negotiating.groups_from_themes(self.session.study, analysis.id)
            self.show()
            self.tell(say("negotiating.groups_made", count=count))

    def action_codebook_open(self) -> None:
        """To the codebook."""
        self.app.go_to("codebook")


class ThemeColumn(Vertical):
    """A reader's list under her initials; without a reader, what was agreed on."""

    def __init__(self, reader: str) -> None:
        super().__init__(classes="list" if reader else "list agreed")
        self.reader = reader
        self.themes: tuple[Theme, ...] = ()

    def compose(self) -> ComposeResult:
        """The heading and the list."""
        yield Static(shown(self.reader or say("reading.agreed")), classes="heading")
        yield KeyedList()

    @property
    def chosen(self) -> Theme | None:
        """The theme under the cursor."""
        key = self.query_one(KeyedList).key
        return next((one for one in self.themes if str(one.id) == key), None)

    def show_themes(self, themes: tuple[Theme, ...], marked: frozenset[int]) -> None:
        """Show these; the cursor stays on its theme."""
        self.themes = themes
        self.query_one(KeyedList).show_lines(
            [(str(theme.id), _line(theme, marked=theme.id in marked)) for theme in themes]
        )


def _line(theme: Theme, *, marked: bool) -> Content:
    name = " ".join(theme.name.split())
    if isinstance(theme, AgreedTheme):
        count = say("negotiating.from_count", count=len(theme.sources)) if theme.sources else ""
        mark = "▪ " if theme.groups else "  "
        return Content.assemble((mark, "$primary"), shown(name, "bold"), shown(f"  {count}", "$text-muted"))
    mark = "✓ " if theme.agreed else "× " if theme.dropped else "▸ " if marked else "  "
    return Content.assemble((mark, "$primary"), shown(name, "$text-muted" if theme.settled else "bold"))


def _told(theme: Theme) -> Content:
    told = [" ".join(theme.note.split())] if theme.note else []
    if isinstance(theme, AgreedTheme):
        sources = ", ".join(f"{one.coder}: {one.name}" for one in theme.sources)
        told += [say("negotiating.from", themes=sources)] if sources else []
        told += [say("negotiating.became", groups=", ".join(theme.groups))] if theme.groups else []
    else:
        told += [say("negotiating.came_to", name=theme.agreed)] if theme.agreed else []
        told += [say("negotiating.dropped")] if theme.dropped else []
    told += [say("negotiating.because", reason=" ".join(theme.reason.split()))] if theme.reason else []
    return Content("\n").join(shown(line) for line in told)


def _fields(name: str, note: str, reason: str) -> list[Field]:
    return [
        Field("name", say("reading.theme_name"), name),
        Field("note", say("reading.theme_note"), note, lines=3),
        Field("reason", say("negotiating.reason"), reason, lines=3),
    ]
