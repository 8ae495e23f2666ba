"""From a cell of the comparison to what it rests on: the category, the condensate's units, the quote's place."""

from typing import TYPE_CHECKING

from qualcode.services.coding.units import code_groups
from qualcode.services.condensing.condensing import board
from qualcode.services.condensing.quotes import quotes
from qualcode.services.material.transcripts import transcript_lines
from qualcode.text.span import Span
from qualcode.tui.screens.comparing.lines import Spot
from qualcode.views.comparing import CATEGORY, CONDENSATE

if TYPE_CHECKING:
    from qualcode.tui.screen import PlaceScreen


def open_evidence(screen: "PlaceScreen", spot: Spot) -> None:
    """Go to the evidence under the cursor, in its own analysis."""
    evidence, column = spot.evidence, spot.column
    if evidence is None or column is None:
        return
    if evidence.kind == CATEGORY:
        screen.app.go_to("synthesis", analysis_id=column.analysis_id, category_id=evidence.key)
    elif evidence.kind == CONDENSATE:
        _open_condensate(screen, column.analysis_id, evidence.label)
    else:
        _open_quote(screen, spot)


def _open_condensate(screen: "PlaceScreen", analysis_id: int, path: str) -> None:
    study = screen.session.study
    for group in code_groups(study, analysis_id):
        for subgroup in group.subgroups:
            if f"{group.name}/{subgroup.name}" == path:
                columns = board(study, group.id).columns
                cards = [card for column in columns if column.subgroup_id == subgroup.id for card in column.cards]
                unit = cards[0].unit_id if cards else None
                screen.app.go_to("condensing", analysis_id=analysis_id, group_id=group.id, unit_id=unit)
                return


def _open_quote(screen: "PlaceScreen", spot: Spot) -> None:
    study, column, evidence = screen.session.study, spot.column, spot.evidence
    if column is None or evidence is None:
        return
    quote = next((one for one in quotes(study, analysis=column.title) if one.id == evidence.key), None)
    if quote is None:
        return
    named = [line.id for line in transcript_lines(study, column.analysis_id) if line.name == quote.transcript]
    if named:
        where = {"transcript_id": named[0], "span": Span(quote.start, quote.end), "unit_id": quote.unit_id}
        screen.app.go_to("coding", analysis_id=column.analysis_id, **where)
