"""The register in the app: who did the study, with whom and how, section by section."""

from collections.abc import Mapping
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import OptionList

from qualcode.errors import QualcodeError
from qualcode.locale import say
from qualcode.services.register.entries import remove_entry, save_entry
from qualcode.services.register.register import register
from qualcode.tui.bindings import bindings_for
from qualcode.tui.dialogs.write import FormDialog
from qualcode.tui.screen import PlaceScreen
from qualcode.tui.screens.register.forms import FIXED, OFFERED, Known, form_fields, kept_form, read_form
from qualcode.tui.screens.register.words import entry_words
from qualcode.tui.shown import shown
from qualcode.tui.widgets.keyed_list import KeyedList
from qualcode.views.register import NAMED_BY, SECTIONS, RegisterView


class RegisterScreen(PlaceScreen):
    """Left the sections, right the entries of the one under the cursor."""

    PLACE = "register"
    CSS_PATH = "register.tcss"
    SHOWS_QUESTION = False
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("register")

    held: RegisterView | None = None

    def compose_body(self) -> ComposeResult:
        """Sections and entries."""
        with Horizontal(classes="panes"):
            yield KeyedList(classes="sections")
            yield KeyedList(classes="entries main")

    def heading(self) -> tuple[str, ...]:
        """Study and section."""
        return (self.session.title, say("register_screen.title"))

    def show_place(self) -> None:
        """Everything the register holds."""
        self.held = register(self.session.study)
        self._sections.show_lines([(name, _section_line(name, len(getattr(self.held, name)))) for name in SECTIONS])
        self._show_entries()
        self.focus_unless_taken(self._sections)

    @property
    def _sections(self) -> KeyedList:
        return self.query_one(".sections", KeyedList)

    @property
    def _listed(self) -> KeyedList:
        return self.query_one(".entries", KeyedList)

    @property
    def section(self) -> str:
        """The section under the cursor."""
        return self._sections.key

    @property
    def entry(self) -> Any:
        """The entry under the cursor, None where there is none."""
        at = self._listed.key
        return getattr(self.held, self.section)[int(at)] if at and self.held is not None else None

    def _show_entries(self) -> None:
        if self.held is None or not self.section:
            return
        entries = getattr(self.held, self.section)
        self._listed.show_lines([(str(at), entry_words(entry)) for at, entry in enumerate(entries)])
        told = "empty" if not entries else "fixed" if self.section in FIXED else "status"
        self.status(say(f"register_screen.{told}", section=say(f"register.section.{self.section}")))

    @on(OptionList.OptionHighlighted, ".sections")
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._listed.highlighted = None
        self._show_entries()

    @on(OptionList.OptionSelected, ".sections")
    def _entered(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._listed.focus()

    @on(OptionList.OptionSelected, ".entries")
    def _opened(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_entry_edit()

    def action_entry_edit(self) -> None:
        """Change the entry under the cursor."""
        if self.focused is self._sections:
            self._listed.focus()
        elif self.entry is not None:
            self._ask(self.section, self.entry, self.entry)

    def action_entry_new(self) -> None:
        """One more in this section."""
        if self.section in OFFERED:
            self.tell(say("register_screen.no_new", section=say(f"register.section.{self.section}")))
        else:
            self._ask(self.section, None, None)

    def action_entry_remove(self) -> None:
        """Take the entry under the cursor away."""
        if self.entry is not None:
            remove_entry(self.session.study, self.section, self.entry)
            self.show()

    def _ask(self, section: str, before: Any, filled: Any) -> None:
        """A form for an entry; `filled` is what stands on it, an entry or the values of a form that was refused."""
        known = Known.of(self.held, [one.title for one in self.session.analyses])
        title = say(f"register.section.{section}")
        asked = form_fields(section, filled, known, new=before is None)
        self.ask(FormDialog(title, asked), lambda told: self._save(section, before, told))

    def _save(self, section: str, before: Any, told: Mapping[str, str]) -> None:
        values = read_form(section, told, before)
        try:
            save_entry(self.session.study, section, values, before=before)
        except QualcodeError as error:
            # What was written is kept: the form comes back with it, over the entry as it is now.
            self.app.notice(error)
            entries = getattr(register(self.session.study), section)
            now = next((one for one in entries if same_name(section, one, before)), before)
            kept = kept_form(section, values, before=before, now=now)
            self._ask(section, now, kept)
        else:
            self.show()


def same_name(section: str, one: Any, other: Any) -> bool:
    """Whether two entries are known by the same name."""
    return other is not None and all(getattr(one, name) == getattr(other, name) for name in NAMED_BY[section])


def _section_line(name: str, count: int) -> Content:
    return Content.assemble(shown(say(f"register.section.{name}")), (f"  {count or '·'}", "$text-muted"))
