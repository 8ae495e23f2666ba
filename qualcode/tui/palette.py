"""The command palette: every command of the screen one is on, found by typing."""

from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from qualcode.commands import Command, commands_of
from qualcode.locale import say
from qualcode.tui.screen import CommandScreen

_LEFT_OUT = frozenset({"app.palette"})


class CommandsProvider(Provider):
    """The commands of `commands.py`, with their titles, keys and help."""

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for command in self._commands():
            yield DiscoveryHit(_line(command), partial(self._run, command), text=command.title, help=command.help)

    async def search(self, query: str) -> Hits:
        """Those whose title or help fits what was typed; titles first."""
        matcher, found = self.matcher(query), False
        for command in self._commands():
            score = max(matcher.match(command.title), 0.7 * matcher.match(command.help))
            if score > 0:
                found = True
                run = partial(self._run, command)
                yield Hit(score, _line(command), run, text=command.title, help=command.help)
        if not found:  # else Textual says so itself, in English
            yield Hit(1, Content(say("app.no_hits", words=query)), _nothing, text=query)

    def _commands(self) -> list[Command]:
        screen = self.screen
        if not isinstance(screen, CommandScreen):
            return []
        known = [command for command in commands_of(screen.PLACE) if command.id not in _LEFT_OUT]
        return [command for command in known if screen.check_action(command.action, ())]

    def _run(self, command: Command) -> None:
        screen = self.screen
        if isinstance(screen, CommandScreen):
            screen.run_command(command)


def _nothing() -> None:
    """What is done where no command was found."""


def _line(command: Command) -> Content:
    return Content.assemble(command.title, ("  " + " ".join(command.shown_keys), "$text-muted"))
