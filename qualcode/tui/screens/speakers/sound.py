"""Sound on the speaker screen, where there is a recording and mpv; everything else works without."""

from pathlib import Path

from textual.message import Message

from qualcode.locale import say
from qualcode.services.material.media import MEDIA_SUFFIXES, find_media, set_media
from qualcode.tui.dialogs.files import FilesDialog
from qualcode.tui.screens.speakers.mpv import Playing, Sound, find_player
from qualcode.tui.screens.speakers.place import time_of
from qualcode.tui.screens.speakers.turns import SpeakersTurns


class SoundChanged(Message):
    """The sound paused, ended or went away."""

    def __init__(self, playing: Playing) -> None:
        super().__init__()
        self.playing = playing


class SpeakersSound(SpeakersTurns):
    """Sound follows the turn at hand: it is played from its beginning, and stops by itself at its end.

    While it is heard and one tags along, it goes on into the next turn.
    """

    _sound: Sound | None = None
    _folders: tuple[Path, ...] = ()
    _heard_turn: int | None = None

    def action_sound_play(self) -> None:
        """Play the turn; pause; go on."""
        turn, sound = self.turn, self._sound
        if turn is None:
            return
        if sound is not None and sound.playing.alive and (not sound.playing.paused or self._goes_on(sound)):
            sound.toggle()
        elif find_player() is None:
            self.tell(say("speakers_screen.sound.no_player"))
        else:
            self._play()

    def action_sound_back(self) -> None:
        """Three seconds back."""
        if self._alive is None:
            self.tell(say("speakers_screen.sound.none"))
        else:
            self._alive.back()

    def action_sound_faster(self) -> None:
        """Faster."""
        self._change_speed(1)

    def action_sound_slower(self) -> None:
        """Slower."""
        self._change_speed(-1)

    def go_to_turn(self, index: int) -> None:
        """To this turn; what is heard goes on into it."""
        before = self.stack.index
        super().go_to_turn(index)
        sound = self._alive
        if sound is not None and not sound.playing.paused and self.stack.index == before + 1:
            self._heard_turn = self.turn.id if self.turn else None
            sound.play_on_until(self._times()[1])

    def on_unmount(self) -> None:
        """Silence."""
        self._close_sound()

    def on_screen_suspend(self) -> None:
        """Leaving for another place: silence, but not for a dialog."""
        super().on_screen_suspend()
        if not self._covered and self._alive is not None and not self._alive.playing.paused:
            self._alive.toggle()

    def on_sound_changed(self, message: SoundChanged) -> None:
        """If it went away, say so."""
        if not message.playing.alive and self._sound is not None:
            self._close_sound()
            self.tell(say("speakers_screen.sound.gone"))

    @property
    def _alive(self) -> Sound | None:
        return self._sound if self._sound is not None and self._sound.playing.alive else None

    def _goes_on(self, sound: Sound) -> bool:
        """Whether it was paused inside the turn at hand, so that it goes on from there."""
        _, end_ms = self._times()
        at_ms = sound.playing.at_ms
        same = self.turn is not None and self._heard_turn == self.turn.id
        return same and at_ms is not None and (end_ms is None or at_ms < end_ms)

    def _times(self) -> tuple[int, int | None]:
        """Where the turn at hand begins and ends in the recording (ms); the end is None where nothing tells."""
        turns = self.view.turns if self.view else ()
        at = self.stack.index
        start = time_of(turns, at) or 0
        ends = turns[at].end_ms
        if ends is None:
            after = (turn.start_ms for turn in turns[at + 1 :] if turn.start_ms is not None and turn.start_ms > start)
            ends = next(after, None)
        return start, ends

    def _play(self) -> None:
        view, player = self.view, find_player()
        if view is None or player is None:
            return
        folders = (*self._folders, self.session.study.path.parent)
        found = find_media(view.media, folders)
        if found is None:
            self._ask_for_it(view.media)
            return
        if self._alive is None:
            self._close_sound()
            self._sound = Sound(player, lambda playing: self.post_message(SoundChanged(playing)))
        if all(turn.start_ms is None for turn in view.turns):
            self.tell(say("speakers_screen.sound.no_times"))
        self._heard_turn = self.turn.id if self.turn else None
        if self._sound is not None:
            self._sound.play(found, *self._times())

    def _ask_for_it(self, name: str) -> None:
        transcript = self.view.name if self.view else ""
        asked = "choose" if name else "choose_any"
        title = say(f"speakers_screen.sound.{asked}", name=name or transcript)
        dialog = FilesDialog(title, MEDIA_SUFFIXES, folder=self.session.study.path.parent, several=False)
        self.ask(dialog, self._take)

    def _take(self, paths: list[Path]) -> None:
        """The recording: its name is kept with the transcript, its folder only until one leaves the program."""
        if not paths or self.view is None:
            return
        self._folders = (paths[0].parent, *self._folders)
        if paths[0].name != self.view.media:
            set_media(self.session.study, self.view.transcript_id, paths[0].name)
            self.show()
        self._play()

    def _change_speed(self, step: int) -> None:
        sound = self._alive
        if sound is None:
            self.tell(say("speakers_screen.sound.none"))
        else:
            self.tell(say("speakers_screen.sound.speed", speed=f"{sound.change_speed(step):g}"))

    def _close_sound(self) -> None:
        if self._sound is not None:
            self._sound.close()
            self._sound = None
