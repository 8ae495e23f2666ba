"""Finding files by keyboard: arrows, typing, and whole paths."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from qualcode.locale import say
from qualcode.storage import STUDY_SUFFIX
from qualcode.text.ordering import natural_key
from qualcode.tui.dialogs.choose import steer_list
from qualcode.tui.dialogs.dialog import Dialog
from qualcode.tui.dialogs.fields import FilterInput
from qualcode.tui.shown import shown


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a folder: `readable` when it is a file of a format that is asked for."""

    path: Path
    is_folder: bool
    readable: bool


class FilesDialog(Dialog[list[Path]]):
    """Choose files. The answer is their paths; with `several`, the space bar marks them (or a whole folder).

    Typing filters; a text with a `/` in it, or beginning with `~`, is a path. Enter opens a folder, or answers; where
    something is marked it answers, and the right arrow opens folders.
    """

    KEYS: ClassVar[str] = "files"

    def __init__(
        self, title: str, suffixes: Sequence[str], *, folder: Path | None = None, several: bool = True
    ) -> None:
        super().__init__(title)
        self.add_class("tall")
        self._suffixes = tuple(suffixes)
        self._folder = (folder or Path.cwd()).resolve()
        self._several = several
        self._marked: dict[Path, None] = {}
        self._entries: list[Entry] = []

    def compose_body(self) -> ComposeResult:
        """The folder, a line to type in, and what is there."""
        yield Static(classes="explanation folder")
        yield FilterInput(self._steer)
        yield OptionList(compact=True)

    def keys_line(self) -> Content:
        """Marking is only spoken of where several can be chosen."""
        return Content(say("app.keys.files" if self._several else "app.keys.file"))

    def on_mount(self) -> None:
        """The folder as it is."""
        self.query_one(OptionList).can_focus = False
        self.query_one(FilterInput).focus()
        self._fill()

    def _steer(self, key: str) -> bool:
        """Arrows move in the list; space marks; backspace in an empty line goes up a folder."""
        typed = self.query_one(FilterInput).value
        if key == "space" and self._several and not _is_path(typed):
            self._mark()
        elif key in ("backspace", "left") and not typed:
            self._open_folder(self._folder.parent)
        elif key == "right" and not typed and (entry := self._highlighted()) and entry.is_folder:
            self._open_folder(entry.path)
        else:
            return steer_list(self.query_one(OptionList), key)
        return True

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._fill()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        typed = self._path(event.value) if _is_path(event.value) else None
        entry = self._highlighted()
        if typed is not None and typed.is_file():
            self.dismiss([typed])
        elif typed is not None and typed.is_dir():
            self._open_folder(typed)
        elif self._marked:
            self.dismiss(list(self._marked))
        elif entry is not None and entry.is_folder:
            self._open_folder(entry.path)
        elif entry is not None:
            self.dismiss([entry.path])

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        entry = self._entries[event.option_index]
        if entry.is_folder:
            self._open_folder(entry.path)
        elif self._several:
            self._mark()
        else:
            self.dismiss([entry.path])

    def _mark(self) -> None:
        entry = self._highlighted()
        if entry is None or entry.path == self._folder.parent:
            return
        if entry.path in self._marked:
            del self._marked[entry.path]
        else:
            self._marked[entry.path] = None
        at = self.query_one(OptionList).highlighted or 0
        self._fill(highlighted=min(at + 1, len(self._entries) - 1))

    def _open_folder(self, folder: Path) -> None:
        left = self._folder
        self._folder = folder.resolve()
        with self.prevent(Input.Changed):
            self.query_one(FilterInput).value = ""
        self._fill()
        paths = [entry.path for entry in self._entries]
        if left in paths and left.parent == self._folder:
            self.query_one(OptionList).highlighted = paths.index(left)

    def _path(self, typed: str) -> Path:
        """What was typed, from the folder that is shown unless it is a whole path."""
        return self._folder / Path(typed).expanduser()

    def _highlighted(self) -> Entry | None:
        at = self.query_one(OptionList).highlighted
        return self._entries[at] if at is not None and at < len(self._entries) else None

    def _fill(self, *, highlighted: int | None = None) -> None:
        folder, typed = self._folder, self.query_one(FilterInput).value
        if _is_path(typed):
            path = self._path(typed)
            folder, typed = (path, "") if typed.endswith("/") else (path.parent, path.name)
        entries = list_folder(folder, self._suffixes)
        words = typed.casefold().split()
        found = [entry for entry in entries if all(word in entry.path.name.casefold() for word in words)]
        up = [] if words or folder.parent == folder else [Entry(folder.parent, is_folder=True, readable=False)]
        self._entries = [*up, *found]
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(self._line(entry, folder)) for entry in self._entries])
        if not self._entries:
            options.add_option(Option(shown(say("app.no_such_file"), "$text-muted"), disabled=True))
        first = next((at for at, entry in enumerate(self._entries) if entry.readable), len(up) if found else 0)
        options.highlighted = (first if highlighted is None else highlighted) if self._entries else None
        marked = f"{say('app.marked', count=len(self._marked))} · " if self._marked else ""
        self.query_one(".folder", Static).update(shown(f"{marked}{folder}"))

    def _line(self, entry: Entry, folder: Path) -> Content:
        mark = "● " if entry.path in self._marked else "  "
        if entry.path == folder.parent:
            return Content("  ../")
        name = entry.path.name + ("/" if entry.is_folder else "")
        style = "$secondary" if entry.is_folder else "bold" if entry.readable else "$text-muted"
        return Content.assemble((mark, "$primary"), shown(name, style))


def list_folder(folder: Path, suffixes: Sequence[str]) -> list[Entry]:
    """Folders first, then files, in natural order, without hidden ones; a folder we may not read is empty.

    A study with what SQLite keeps beside it is only listed where studies are asked for.
    """
    try:
        paths = [
            path for path in folder.iterdir() if not path.name.startswith(".") and not _is_of_study(path, suffixes)
        ]
    except OSError:
        return []
    entries = [Entry(path, path.is_dir(), path.suffix.lower() in suffixes) for path in paths]
    return sorted(entries, key=lambda entry: (not entry.is_folder, natural_key(entry.path.name)))


def _is_of_study(path: Path, suffixes: Sequence[str]) -> bool:
    return path.suffix.startswith(STUDY_SUFFIX) and path.suffix not in suffixes and path.is_file()


def _is_path(typed: str) -> bool:
    return "/" in typed or typed.startswith("~")
