"""The fields of a form about a code group."""

from qualcode.locale import say
from qualcode.services.coding.codebook_rows import COLOURS, KEYS
from qualcode.tui.dialogs.write import Field
from qualcode.views.groups import GroupView


def group_fields(group: GroupView) -> list[Field]:
    """What is told about it, its colour and its digit."""
    known = dict.fromkeys([group.colour, *COLOURS])
    colours = [
        (colour, say(f"coding.colours.{colour.lstrip('#')}") if colour in COLOURS else colour) for colour in known
    ]
    keys = [("0", say("coding.no_key")), *((str(key), str(key)) for key in KEYS)]
    return [
        Field("name", say("coding.group.name"), group.name),
        Field("definition", say("coding.group.definition"), group.definition, lines=3),
        Field("inclusion", say("coding.group.inclusion"), group.inclusion, lines=2),
        Field("exclusion", say("coding.group.exclusion"), group.exclusion, lines=2),
        Field("example", say("coding.group.example"), group.example, lines=2),
        Field("colour", say("coding.group.colour"), group.colour, choices=colours),
        Field("key", say("coding.group.key"), str(group.key), choices=keys),
    ]
