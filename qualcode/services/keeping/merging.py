"""Taking in what others have done in another copy of the study."""

from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from qualcode.errors import CannotWrite, MergeFailed, OtherStudy, StudyError, WithdrawnThere
from qualcode.locale import say
from qualcode.model import Coder, JournalEntry, Participant, StudyRow, Tombstone
from qualcode.services.keeping.merged_mentions import mentions_that_came, texts_that_stand
from qualcode.storage.backups import take_backup, thin_out
from qualcode.storage.journal import Change
from qualcode.storage.merging.merge import Merge
from qualcode.storage.merging.past import Pasts, entry_uids, merges, read_lately, read_pasts
from qualcode.storage.merging.side import Side
from qualcode.storage.merging.terms import DoNotFit, tables_in_order
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.storage.restoring import working_copy
from qualcode.storage.shapes import shape_of
from qualcode.views.backups import MERGE
from qualcode.views.merging import MergeReport


def merge(study: OpenStudy, other: Path, *, telling_all: bool = False) -> MergeReport:
    """Take the work of another copy into this one; the other one is only read. Again changes nothing.

    Where both have changed the same thing, this copy's stands and both are told; nothing of the other's is written
    over it; what was told at an earlier merge is only counted, unless `telling_all`. Who did what when in the other
    copy is in this one's history afterwards. What was withdrawn here stays out; where others' texts that came
    may speak of her is told. A backup is taken first; if that does
    not go, the report says why, and the merge can be undone all the same. A coder is her initials: two people who have
    used the same ones are one coder from here on, so whose initials were at work in both copies is told. Raises what
    opening the other would raise, `OtherStudy`, `BackupRefused` if it is damaged, `WithdrawnThere` for a withdrawal
    that has not been carried out here, and `MergeFailed` where what was done in the two cannot stand together.
    """
    with working_copy(other, study.path) as copy, open_study(copy, coder=study.coder) as copied:
        with copied.reading(whole=True) as theirs, study.reading(whole=True) as ours:
            _refuse_another(ours, theirs, other)
            _refuse_withdrawn(ours, theirs, other)
            in_both = _at_work_in_both(ours, theirs)
        backup, no_backup = _back_up(study.path)
        with copied.reading(whole=True) as theirs, study.change("study.merge") as change:
            before = texts_that_stand(change.connection)
            report = _merge(change, theirs, other, telling_all=telling_all)
            change.summary = say(
                "merging.summary",
                name=other.name,
                added=sum(report.added.values()),
                changed=sum(report.changed.values()),
                removed=sum(report.removed.values()),
                conflicts=len(report.conflicts),
            )
            mentions = mentions_that_came(change.connection, theirs, before)
    return replace(report, backup=backup, no_backup=no_backup, coders_in_both=in_both, mentions=mentions)


def _merge(change: Change, theirs: Connection, path: Path, *, telling_all: bool) -> MergeReport:
    pasts = _pasts(change.connection, theirs, telling_all=telling_all)
    try:
        return Merge(change, Side(theirs), pasts).run()
    except (DoNotFit, IntegrityError, LookupError) as fault:
        # Whatever two people have done that nobody thought of here: better nothing than half of it.
        raise MergeFailed(path=path) from fault


def _pasts(ours: Connection, theirs: Connection, *, telling_all: bool) -> Pasts:
    """What either copy has done since the two parted, and since the other one heard of it last."""
    shared = entry_uids(ours) & entry_uids(theirs)
    known, known_there = entry_uids(ours, brought=True), entry_uids(theirs, brought=True)
    here, typed_here = read_pasts(ours, shared, shared | merges(ours))
    there, new_there = read_pasts(theirs, shared, known)
    lately = (read_lately(ours, known_there), read_lately(theirs, known))
    return Pasts(here, there, *lately, typed_here, None if telling_all else new_there)


def _back_up(path: Path) -> tuple[Path | None, str]:
    """Where the study is as it was before, or why it is nowhere."""
    try:
        taken = take_backup(path, cause=MERGE)
    except (StudyError, CannotWrite) as fault:
        return None, fault.message
    thin_out(path)
    return taken, ""


def _at_work_in_both(ours: Connection, theirs: Connection) -> tuple[str, ...]:
    """The initials under which something was changed in either copy since the two parted."""
    entries = select(col(JournalEntry.uid), col(Coder.initials)).join_from(
        JournalEntry, Coder, col(Coder.id) == col(JournalEntry.coder_id)
    )
    entries = entries.where(col(JournalEntry.kind) != "mark")
    here, there = ({uid: initials for uid, initials in side.execute(entries)} for side in (ours, theirs))  # noqa: C416
    own = {here[uid] for uid in here.keys() - there.keys()}
    return tuple(sorted(own & {there[uid] for uid in there.keys() - here.keys()}))


def _refuse_another(ours: Connection, theirs: Connection, path: Path) -> None:
    statement = select(col(StudyRow.uid), col(StudyRow.title))
    uid, _ = ours.execute(statement).one()
    other, title = theirs.execute(statement).one()
    if uid != other:
        raise OtherStudy(path=path, title=title)


def _refuse_withdrawn(ours: Connection, theirs: Connection, path: Path) -> None:
    """A withdrawal is more than taking rows away, so it is not carried out by the way."""
    gone = set(theirs.execute(select(col(Tombstone.uid))).scalars())
    gone -= set(ours.execute(select(col(Tombstone.uid))).scalars())
    if not gone:
        return
    people = select(col(Participant.uid), col(Participant.code)).order_by(col(Participant.code))
    who = [code for uid, code in ours.execute(people) if uid in gone]
    others = [table for table in tables_in_order() if table is not Tombstone]
    if not who and not any(gone & set(ours.execute(select(shape_of(table).core.c.uid)).scalars()) for table in others):
        return
    raise WithdrawnThere(path=path, who=", ".join(who) or "?")
