"""What each kind of export needs of what the user said, and which service writes it."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.locale import say

if TYPE_CHECKING:
    from qualcode.storage.opening import OpenStudy

PAPERS = ("units", "condensates", "analysis-table", "codebook")
KINDS = ("chapter", "quotes", *PAPERS, "coreq", "srqr", "transcripts", "data", "trail")

_OF_ALL = ("substudy", "analysis", "template")


def write_kind(study: "OpenStudy", kind: str, output: Path, told: dict[str, Any]) -> tuple[Path, ...]:
    """Write one kind of thing as the options in `told` have it; the files it became."""
    of = {name: told[name] for name in _OF_ALL}
    if kind == "transcripts":
        from qualcode.services.material.transcript_export import export_transcripts

        how = {name: told[name] for name in ("substudy", "template", "transcript", "numbers")}
        return export_transcripts(study, output, **how)
    if kind == "trail":
        from qualcode.services.tracing.trails import export_trail

        if not told["category"]:
            raise click.UsageError(say("cli.export.trail_of_what"))
        how = {name: told[name] for name in ("analysis", "template")}
        export_trail(study, told["category"], output, **how)
        return (output,)
    if kind == "data":
        return _write_data(study, output, told)
    if kind in ("coreq", "srqr"):
        from qualcode.services.chapter.reporting import export_guideline

        export_guideline(study, kind, output, analysis=told["analysis"], template=told["template"])
    elif kind in PAPERS:
        from qualcode.services.chapter.paper_material import Chosen
        from qualcode.services.chapter.papers import export_paper

        chosen = Chosen(told["analysis"], told["substudy"], told["group"], told["participant"])
        export_paper(study, kind, output, chosen=chosen, template=told["template"])
    elif kind == "chapter":
        from qualcode.services.chapter.exporting import export_chapter

        how = {name: told[name] for name in ("first_table", "order")}
        export_chapter(study, output, traced=told["appendix"] is not None, **how, **of)
    else:
        from qualcode.services.chapter.exporting import export_quotes

        limits = {name: told[name] for name in ("group", "participant", "golden")}
        export_quotes(study, output, **of, **limits)
    return (output,)


def _write_data(study: "OpenStudy", output: Path, told: dict[str, Any]) -> tuple[Path, ...]:
    from qualcode.cli.diagnostics import tell
    from qualcode.exporters.data import can_write_parquet
    from qualcode.services.asking.data_tables import export_data

    written = export_data(study, output, substudy=told["substudy"], analysis=told["analysis"])
    if not can_write_parquet():
        tell(say("data.no_parquet"))
    return written
