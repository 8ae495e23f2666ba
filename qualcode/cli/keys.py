"""`qualcode keys`: every key of the app, screen by screen, from the one table of commands."""

import click

from qualcode.cli.output import print_columns, print_json, print_line
from qualcode.cli.shared import command, json_option
from qualcode.commands import COMMANDS, EVERYWHERE, SCREENS
from qualcode.locale import say

_SHOWN = {"full_stop": ".", "question_mark": "?", "slash": "/", "greater_than_sign": ">", "less_than_sign": "<"}
_SHOWN |= {"comma": ",", "minus": "-", "plus": "+", "exclamation_mark": "!", "escape": "esc"}


@command("keys")
@click.option("--markdown", is_flag=True, help=say("cli.markdown"))
@json_option
def keys_command(markdown: bool, as_json: bool) -> None:
    """Write the key table."""
    rows = [
        {
            "screen": screen,
            "keys": [shown_key(key) for key in known.keys],
            "id": known.id,
            "title": known.title,
            "help": known.help,
        }
        for screen in (EVERYWHERE, *SCREENS)
        for known in COMMANDS
        if screen in known.screens
    ]
    if as_json:
        print_json(rows)
        return
    for screen in (EVERYWHERE, *SCREENS):
        lines = [row for row in rows if row["screen"] == screen]
        if markdown:
            print_line(f"\n## {say(f'keys.screens.{screen}')}\n\n| | | |\n|---|---|---|")
            for row in lines:
                print_line(f"| {' '.join(f'`{key}`' for key in row['keys'])} | {row['title']} | {row['help']} |")
            continue
        print_line(say(f"keys.screens.{screen}"))
        print_columns([("  " + " ".join(row["keys"]), row["title"], row["help"]) for row in lines])
        print_line()


def shown_key(key: str) -> str:
    """A key as it stands on the keyboard: Textual's `full_stop` is `.`, and `g>s` is `g` and then `s`."""
    if ">" in key:
        return " ".join(shown_key(part) for part in key.split(">"))
    *held, last = key.split("+")
    return "+".join([*held, _SHOWN.get(last, last)])
