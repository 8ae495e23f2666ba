"""Step 2: the codebook - what belongs in each group, where it came from, and what has become of it."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from qualcode.locale import say
from qualcode.services.coding import codebooks, group_reshaping
from qualcode.services.coding.group_history import group_history
from qualcode.services.coding.units import code_groups
from qualcode.services.themes.negotiating import group_origins
from qualcode.tui.bindings import bindings_for
from qualcode.tui.dialogs.choose import Choice, ChooseDialog
from qualcode.tui.dialogs.group_fields import group_fields
from qualcode.tui.dialogs.write import Field, FormDialog, TextDialog
from qualcode.tui.list_screen import ListScreen
from qualcode.tui.screens.codebook.words import entry_line, tell_entry
from qualcode.tui.widgets.keyed_list import KeyedList
from qualcode.views.groups import GroupView, SubgroupView
from qualcode.views.negotiating import AgreedTheme

Entry = tuple[GroupView, SubgroupView | None]
"""A line of the codebook: a group, or one of its subgroups."""


class CodebookScreen(ListScreen):
    """Left the groups with their subgroups, right everything about the one under the cursor."""

    PLACE = "codebook"
    CSS_PATH = "codebook.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("codebook")

    entries: tuple[Entry, ...] = ()
    _origins: dict[int, tuple[AgreedTheme, ...]] = {}  # noqa: RUF012 - replaced, never changed

    def compose_body(self) -> ComposeResult:
        """The list, and what there is to tell."""
        with Horizontal(classes="panes"):
            yield KeyedList(classes="entries main")
            with VerticalScroll(classes="entry"):
                yield Static()

    def show_place(self) -> None:
        """The codebook as it is now; the cursor stays on what it was on."""
        study, analysis, came = self.session.study, self.session.analysis, self._listed.key
        groups = () if analysis is None else code_groups(study, analysis.id)
        self._origins = {} if analysis is None else group_origins(study, analysis.id)
        self.entries = tuple((group, one) for group in groups for one in (None, *group.subgroups))
        self._listed.show_lines([(_key(*entry), entry_line(*entry)) for entry in self.entries])
        if not came:
            self._listed.go_to(str(self.session.looking.group_id))
        self.tell_line()
        self.focus_unless_taken(self._listed)

    @property
    def _listed(self) -> KeyedList:
        return self.query_one(KeyedList)

    @property
    def _entry(self) -> Entry | None:
        key = self._listed.key
        return next((entry for entry in self.entries if _key(*entry) == key), None)

    def tell_line(self) -> None:
        """Everything about the group or subgroup, and how many there are."""
        entry, told = self._entry, Content(say("codebook_screen.empty"))
        if entry is not None:
            group, subgroup = entry
            past = [] if subgroup is not None else group_history(self.session.study, group.id)
            told = tell_entry(group, subgroup, origins=self._origins.get(group.id, ()), past=past)
            self.session.look_at(group_id=group.id)
        self.query_one(".entry Static", Static).update(told)
        groups = {group.id: group for group, _ in self.entries}.values()
        used = sum(not group.retired for group in groups)
        self.status(say("codebook_screen.status", count=used, retired=len(groups) - used))

    def open_line(self) -> None:
        """Change what is under the cursor."""
        self.action_entry_change()

    def action_group_add(self) -> None:
        """A new group."""
        self.ask(TextDialog(say("coding.new_group")), self._add_group)

    def _add_group(self, name: str) -> None:
        if self.session.analysis is not None:
            codebooks.add_group(self.session.study, self.session.analysis.id, name)
            self.show()

    def action_subgroup_add(self) -> None:
        """A new subgroup of the group here."""
        if self._entry is not None:
            group = self._entry[0]
            title = say("codebook_screen.new_subgroup", group=group.name)
            self._ask_and_show(title, lambda name: codebooks.add_subgroup(self.session.study, group.id, name))

    def _ask_and_show(self, title: str, act: Callable[[str], object]) -> None:
        def answered(text: str) -> None:
            act(text)
            self.show()

        self.ask(TextDialog(title), answered)

    def action_entry_change(self) -> None:
        """Everything that can be written about the group or subgroup."""
        if self._entry is None:
            return
        group, subgroup = self._entry
        study = self.session.study

        def keep_group(told: dict[str, str]) -> None:
            key = int(told.pop("key"))
            codebooks.change_group(study, group.id, seen=group.version, key=key, **told)
            self.show()

        def keep_subgroup(told: dict[str, str]) -> None:
            if subgroup is not None:
                codebooks.change_subgroup(study, subgroup.id, name=told["name"], definition=told["definition"])
                self.show()

        if subgroup is None:
            self.ask(FormDialog(say("coding.edit_group"), group_fields(group)), keep_group)
        else:
            fields = [
                Field("name", say("coding.group.name"), subgroup.name),
                Field("definition", say("coding.group.definition"), subgroup.definition, lines=4),
            ]
            self.ask(FormDialog(say("codebook_screen.edit_subgroup"), fields), keep_subgroup)

    def action_entry_take_away(self) -> None:
        """Take away a group that holds nothing, or a subgroup, whose units stay in the group."""
        if self._entry is not None:
            group, subgroup = self._entry
            if subgroup is None:
                codebooks.remove_group(self.session.study, group.id)
            else:
                codebooks.remove_subgroup(self.session.study, subgroup.id)
            self.show()

    def action_entry_up(self) -> None:
        """One step up."""
        self._move(-1)

    def action_entry_down(self) -> None:
        """One step down."""
        self._move(1)

    def _move(self, step: int) -> None:
        if self._entry is None:
            return
        group, subgroup = self._entry
        if subgroup is None:
            order = list(dict.fromkeys(known.id for known, _ in self.entries))
            group_reshaping.move_group(self.session.study, group.id, to=max(0, order.index(group.id) + step))
        else:
            place = [one.id for one in group.subgroups].index(subgroup.id) + step
            group_reshaping.move_subgroup(self.session.study, subgroup.id, to=max(0, place))
        self.show()

    def action_subgroup_move(self) -> None:
        """The subgroup goes to another group, with its units."""
        group, subgroup = self._entry or (None, None)
        if group is None or subgroup is None:
            self.tell(say("codebook_screen.on_subgroup"))
            return
        self._ask_group(
            say("codebook_screen.move_to", name=subgroup.name),
            group,
            lambda chosen: group_reshaping.move_subgroup(self.session.study, subgroup.id, to_group=chosen),
            follow=subgroup.id,
        )

    def action_group_merge(self) -> None:
        """The group goes into another one."""
        if self._entry is not None:
            group = self._entry[0]
            self._ask_group(
                say("codebook_screen.merge_into", name=group.name),
                group,
                lambda chosen: group_reshaping.merge_groups(self.session.study, group.id, chosen),
            )

    def _ask_group(
        self, title: str, but: GroupView, act: Callable[[int], object], *, follow: int | None = None
    ) -> None:
        """Which other group; the cursor then goes to it, or to the subgroup that went there."""
        groups = dict.fromkeys((group.id, group.name) for group, _ in self.entries if group.id != but.id)

        def answered(group_id: int) -> None:
            act(group_id)
            self.show()
            self._listed.go_to(str(group_id) if follow is None else f"{group_id}-{follow}")

        self.ask(ChooseDialog(title, [Choice(key, name) for key, name in groups]), answered)

    def action_group_split(self) -> None:
        """A subgroup becomes a group of its own: the one here, or one that is chosen."""
        if self._entry is None:
            return
        group, subgroup = self._entry
        if subgroup is not None:
            self._split(group, subgroup)
        elif group.subgroups:
            choices = [Choice(one, one.name) for one in group.subgroups]
            self.ask(ChooseDialog(say("codebook_screen.split_which"), choices), lambda one: self._split(group, one))
        else:
            self.tell(say("codebook_screen.no_subgroups"))

    def _split(self, group: GroupView, subgroup: SubgroupView) -> None:
        def keep(name: str) -> None:
            group_reshaping.split_group(self.session.study, group.id, name, subgroups=[subgroup.id])
            self.show()

        self.ask(TextDialog(say("coding.new_group"), subgroup.name), keep)

    def action_group_retire(self) -> None:
        """Out of use, or back."""
        if self._entry is not None:
            group = self._entry[0]
            group_reshaping.retire_group(self.session.study, group.id, retired=not group.retired, seen=group.version)
            self.show()

    def action_readings_open(self) -> None:
        """To what several have coded."""
        self.app.go_to("differing")

    def action_group_units(self) -> None:
        """To the group's units."""
        if self._entry is not None:
            self.app.go_to("condensing", group_id=self._entry[0].id)


def _key(group: GroupView, subgroup: SubgroupView | None) -> str:
    return str(group.id) if subgroup is None else f"{group.id}-{subgroup.id}"
