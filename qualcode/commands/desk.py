"""The study and its participants: before the transcripts are worked on."""

from qualcode.commands.command import Command

DESK: tuple[Command, ...] = (
    # Welcome
    Command("study.demonstration", ("d",), ("welcome",), footer=True),
    Command("study.new", ("n",), ("welcome",), footer=True),
    Command("study.open", ("o",), ("welcome",), footer=True),
    # Study
    Command("study.enter", ("enter",), ("study",), footer=True),
    Command("transcripts.import", ("i",), ("study",), footer=True),
    Command("records.import", ("I",), ("study",)),
    Command("substudy.new", ("n",), ("study",), footer=True),
    Command("analysis.edit", ("e",), ("study",), footer=True),
    Command("analysis.retire", ("o",), ("study",)),
    Command("chapter.export", ("x",), ("study",), footer=True),
    Command("participants.open", ("p",), ("study",)),
    Command("backup.take", ("S",), ("study",)),
    Command("register.open", ("r",), ("study",)),
    Command("journal.open", ("J",), ("study",)),
    # The register
    Command("entry.edit", ("e", "enter"), ("register",), footer=True),
    Command("entry.new", ("n",), ("register",), footer=True),
    Command("entry.remove", ("x",), ("register",), footer=True),
    # The participants' table
    Command("substudy.choose", ("c",), ("participants",), footer=True),
    Command("value.edit", ("e", "enter"), ("participants",), footer=True),
    Command("participant.new", ("n",), ("participants",), footer=True),
    Command("attribute.register", ("a",), ("participants",), footer=True),
    Command("attribute.edit", ("r",), ("participants",)),
    Command("participant.remove", ("x",), ("participants",), footer=True),
    Command("participants.import", ("i",), ("participants",), footer=True),
    Command("labels.import", ("l",), ("participants",)),
    Command("summary.show", ("s",), ("participants",)),
    Command("participant.withdraw", ("X",), ("participants",)),
)
