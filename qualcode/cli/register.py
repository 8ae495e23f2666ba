"""`qualcode register`: who did the study, with whom, and how."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.loading import file_argument
from qualcode.cli.output import plain, print_json, print_line
from qualcode.cli.shared import coder_option, command, json_option, opened, study_argument
from qualcode.errors import ValueRefused
from qualcode.locale import say
from qualcode.views.register import LEAVING, SECTIONS

if TYPE_CHECKING:
    from qualcode.storage.opening import OpenStudy
    from qualcode.views.register import FlowView


@command("register")
@study_argument
@file_argument
@click.option("--section", metavar="SECTION", help=say("cli.register.section"))
@coder_option
@json_option
def register_command(study: Path, file: Path | None, section: str | None, coder: str | None, as_json: bool) -> None:
    """List the register, or take it in from a file."""
    if section is not None and section not in SECTIONS:
        raise ValueRefused(what=say("kinds.register_section"), value=section, choices=", ".join(SECTIONS))
    with opened(study, coder=coder) as here:
        if file is not None:
            _load(here, file, section, as_json=as_json)
            return
        from qualcode.services.register.recruitment import recruitment_flow
        from qualcode.services.register.register import register

        told, flows = plain(register(here)), recruitment_flow(here)
    if as_json:
        print_json(told if section is None else {section: told[section]})
    else:
        _show({name: entries for name, entries in told.items() if section in (None, name)}, flows)


def _load(study: "OpenStudy", file: Path, section: str | None, *, as_json: bool) -> None:
    from qualcode.importers.register import read_register
    from qualcode.services.register.register import load_register

    counts = load_register(study, read_register(file, section=section), file=file.name)
    if as_json:
        print_json(counts)
    else:
        told: dict[str, Any] = {"new": counts.new, "changed": counts.changed, "there": counts.already_there}
        print_line(say("rows.loaded", file=file.name, **told))


def _show(told: dict[str, list[dict[str, Any]]], flows: "tuple[FlowView, ...]") -> None:
    filled = {name: entries for name, entries in told.items() if entries}
    for at, (name, entries) in enumerate(filled.items()):
        if at:
            print_line()
        print_line(say(f"register.section.{name}"))
        if name == "recruitment":
            for flow in flows:
                _show_flow(flow)
        else:
            for entry in entries:
                _show_entry(entry)
    if not filled:
        print_line(say("register.nothing"))


def _show_entry(entry: dict[str, Any]) -> None:
    """An entry on a line: what names it, then the fields that say anything."""
    first, *rest = (
        (name, ", ".join(value) if isinstance(value, list) else value)
        for name, value in entry.items()
        if value not in ("", None, [], False) and name != "uid"
    )
    told = [name if value is True else f"{name}: {value}" for name, value in rest]
    print_line("  " + "; ".join([str(first[1]), *told]))


def _show_flow(flow: "FlowView") -> None:
    from qualcode.services.asking.material_tables import flow_notes, flow_rows

    print_line(f"  {flow.substudy}")
    steps = [*(step.step for step in flow.steps), "took_part"]
    rows = [(f"{step} {count}", str(reasons or "")) for step, count, reasons in flow_rows(flow, "")]
    for line in flow_figure([(*row, step in LEAVING) for row, step in zip(rows, steps, strict=False)]):
        print_line(f"  {line}")
    for note in flow_notes(flow, ""):
        print_line(f"  {note}")


def flow_figure(steps: list[tuple[str, str, bool]]) -> list[str]:
    """Boxes below each other with arrows between them, from (words, what stands beside, whether these leave).

    Those who leave are told on the arrow, and not in a box of their own.
    """
    width = max((len(words) for words, _, leaves in steps if not leaves), default=0)
    stem = " " * (width // 2 + 1)
    lines: list[str] = []
    for words, beside, leaves in steps:
        told = f"  {beside}" if beside else ""
        if leaves:
            lines.append(f"{stem}├──▶ {words}{told}")
            continue
        if lines:
            lines.append(f"{stem}▼")
        lines += [f"┌{'─' * (width + 2)}┐", f"│ {words.ljust(width)} │{told}", f"└{'─' * (width + 2)}┘"]
    return lines
