"""Keys are taken one at a time, so that what is typed fast lands where it would have landed if it was typed slowly.

Textual gives a letter to the field at once, and a key like backspace to the app in the end: of keys that come
together - over a slow line, or while the app is busy - the letters would overtake the others, go to what had the focus
before, or come after the page they belong to is closed.
"""

from asyncio import TimerHandle, get_running_loop
from collections import deque
from contextlib import suppress

from textual import events
from textual.app import App, ScreenStackError
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen

_LOOKS = 50
_EVERY = 0.01
"""So often it is looked whether a key has put another screen on, and the message after it will never come; and how
many seconds lie between. After that the next key is taken whatever became of this one.
"""


class TypedApp(App[None], inherit_bindings=False):
    """An app that takes the next key, or what is pasted, when all has been done that the one before it asks for."""

    class KeyHandled(Message):
        """Comes after a key on the same way: through the focused widget and all that it stands in, to the app.

        It goes twice: what the key asked for is often asked by a message of its own, as by a line that is submitted.
        """

        def __init__(self, number: int, target: MessagePump, *, again: bool) -> None:
            super().__init__()
            self.number = number
            self.target = target
            self.again = again

    def __init__(self) -> None:
        super().__init__()
        self._typed: deque[events.Key | events.Paste] = deque()
        self._number = 0
        self._came_from: Screen[object] | None = None
        self._looking_for: TimerHandle | None = None

    async def on_event(self, event: events.Event) -> None:
        """A key waits for its turn; all else is as it was. Of an app that closes, no screen is left to type to."""
        with suppress(ScreenStackError):
            if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
                await super().on_event(event)
                return
            self._typed.append(event)
            if self._looking_for is None:
                await self._take_key()

    async def _take_key(self) -> None:
        """Hand out the next key, and a message after it that tells when it has been everywhere."""
        if not self._typed:
            self._looking_for = None
            return
        self._number += 1
        number, self._came_from = self._number, self.screen
        self._look_again(number, _LOOKS)
        target = self.focused or self.screen
        await super().on_event(self._typed.popleft())
        self._send_after(number, target, again=True)

    def _look_again(self, number: int, looks: int) -> None:
        self._looking_for = get_running_loop().call_later(_EVERY, self._look_for_screen, number, looks)

    def _look_for_screen(self, number: int, looks: int) -> None:
        """A widget that is gone with its screen passes nothing on."""
        if number != self._number or not self.is_running:
            return
        if not looks:
            self._take_after(number)
            return
        self._look_again(number, looks - 1)
        if self.screen is not self._came_from:
            self._take_when_shown(number)

    def _send_after(self, number: int, target: MessagePump, *, again: bool) -> None:
        if not target.post_message(self.KeyHandled(number, target, again=again)):
            self.post_message(self.KeyHandled(number, target, again=False))

    def on_typed_app_key_handled(self, message: KeyHandled) -> None:
        """The key has been everywhere; what it asked to be done after it is done before the next."""
        message.stop()
        if message.again:
            self._send_after(message.number, message.target, again=False)
        else:
            self.call_later(self._take_when_shown, message.number)

    def _take_when_shown(self, number: int) -> None:
        """A screen that the key has opened shows itself, and puts the focus where one types, before the next key."""
        if self.screen is self._came_from:
            self._take_after(number)
        else:
            self.screen.call_after_refresh(self._take_after, number)

    def _take_after(self, number: int) -> None:
        """The next key, unless it has been taken already."""
        if number == self._number and self._looking_for is not None:
            self._number += 1
            self._looking_for.cancel()
            self.call_later(self._take_key)
