"""Questions and answers of an evaluation."""

from qualcode.commands.command import Command

ANSWERING: tuple[Command, ...] = (
    Command("answers.open", ("a",), ("study",)),
    Command("answer.edit", ("e", "enter"), ("answering",), footer=True),
    Command("answer.new", ("n",), ("answering",), footer=True),
    Command("answer.below", ("i",), ("answering",), footer=True),
    Command("answer.rest", ("c",), ("answering",), footer=True),
    Command("answer.remove", ("x",), ("answering",), footer=True),
    Command("answer.export", ("w",), ("answering",), footer=True),
)
