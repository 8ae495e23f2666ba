"""What became of a file of records, in words."""

from collections.abc import Iterator

from qualcode.locale import say
from qualcode.views.records import RecordsReport


def told_lines(report: RecordsReport) -> Iterator[str]:
    """A line for how many there are, and one for each thing there is to know."""
    counts = {name: getattr(report, name) for name in ("added", "changed", "unchanged")}
    yield say("records.taken", name=report.name, count=report.records, **counts)
    names = ", ".join(f"{taken.name} ({say(f'participants.kind.{taken.kind}')})" for taken in report.attributes)
    if names:
        yield say("participants.attributes", names=names)
    for attribute, count in report.several:
        yield say("records.several", attribute=attribute, count=count)
    if report.transcripts or report.reworded:
        yield say("records.texts", new=report.transcripts, changed=report.reworded)
    if report.to_look_at:
        yield say("records.to_look_at", count=report.to_look_at)
    for one in report.unlike:
        yield say(f"participants.unlike.{one.kind}", name=one.attribute, value=one.value, line=one.line)
    if report.dates_unclear:
        yield say("participants.dates_unclear", names=", ".join(report.dates_unclear))
    if report.withdrawn:
        codes = ", ".join(report.withdrawn)
        yield say("participants.withdrawn", count=len(report.withdrawn), codes=codes)
    if report.emptied:
        yield say("records.emptied", names=", ".join(report.emptied))
    if report.labels_passed_over:
        yield say("participants.labels_passed_over", names=", ".join(report.labels_passed_over))
