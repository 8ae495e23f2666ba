"""JSON of Whisper and its relatives, podcasts and the transcription services: a list of stretches, each with times."""

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import Any

from qualcode.errors import UnreadableFile
from qualcode.importers.cues import Cue, cues_to_turns
from qualcode.importers.media import media_name
from qualcode.importers.paragraphs import MOST_PARAGRAPHS
from qualcode.importers.places import Place, cleaning_problems, problem
from qualcode.importers.source import Source
from qualcode.importers.word_lists import cut_by_speaker, says_the_same
from qualcode.locale import say
from qualcode.text.normal_form import to_name, to_normal_form
from qualcode.text.times import clock_to_ms
from qualcode.views.importing import Problem, ReadTranscript

# Where the stretches stand: Whisper, WhisperX, podcasts; AssemblyAI; Deepgram; whisper.cpp; Rev; transformers.
_LISTS = (
    *("segments", "utterances", "results.utterances", "transcription", "monologues", "chunks", "results.segments"),
    "results.audio_segments",
)
# Where words stand one by one with a speaker each, if there are no stretches: Deepgram, Amazon, AssemblyAI.
_WORD_LISTS = ("results.channels.0.alternatives.0.words", "results.items", "words")
_WORDS = (
    *("text", "body", "transcript", "content", "utterance", "sentence", "value", "words_str", "message", "line"),
    *("speech", "said", "punctuated_word", "punct", "word"),
)
_START = ("start", "startTime", "start_time", "begin", "from", "offsets.from", "ts")
_END = ("end", "endTime", "end_time", "stop", "to", "offsets.to", "end_ts")
_WHO = (
    *("speaker_name", "speakerName", "speaker_label", "speakerLabel", "speaker", "speaker_id", "speakerId", "name"),
    *("role", "who", "author", "participant", "person"),
)
_SPEAKER_LISTS = ("speakers", "participants")
_MEDIA = ("media", "audio", "audio_file", "audio_source", "file", "audio_url")
_SECONDS = re.compile(r"\d{1,9}(?:[.,]\d{1,9})?\s*s?")
_LONGEST_MS = 10**9
_DEEPEST = 6
# Clocks that count from 1970 begin where the first stretch does.
_SINCE_1970_S = 10**9
# A stretch of talk lasts seconds: where the middle one lasts hundreds of units, these are thousandths.
_MILLISECONDS_FROM = 100


def read(source: Source) -> ReadTranscript:
    """Read a JSON file's turns. Places are stretches, counted from 1. UnreadableFile for JSON that is no transcript."""
    try:
        content = load_json(source.decoded.text)
    except (ValueError, RecursionError) as trouble:
        reason = say("importing.table.bad-json", trouble=str(trouble))
        raise UnreadableFile(file=str(source.path), reason=reason) from None
    stretches = find_stretches(content)
    if stretches is None:
        raise UnreadableFile(file=str(source.path), reason=say("importing.reason.json-shape"))
    if len(stretches) > MOST_PARAGRAPHS:
        raise UnreadableFile(file=str(source.path), reason=say("importing.reason.stretches", most=MOST_PARAGRAPHS))
    scale, names = _scale(stretches), _names(content)
    since = _since(stretches)
    cues: list[Cue] = []
    wordless: list[int] = []
    cleaned = to_normal_form("".join(_words(stretch) or "" for stretch in stretches))[1]
    for number, stretch in enumerate(stretches, start=1):
        words = _words(stretch)
        if words is None:
            wordless.append(number)
            continue
        start, end = (at - since if since and isinstance(at, int | float) else at for at in _span(stretch))
        voice = _voice(stretch)
        lines = tuple(line.strip() for line in to_normal_form(words)[0].split("\n") if line.strip())
        cues.append(Cue(number, _to_ms(start, scale), _to_ms(end, scale), lines, names.get(voice or "", voice)))
    turns, told = cues_to_turns(cues, told=source.told)
    problems = (*cleaning_problems(cleaned), *_wordless(wordless), *told)
    media = media_name(str(_first(content, _MEDIA) or "")) if isinstance(content, dict) else ""
    return ReadTranscript("json", source.decoded.encoding, turns, problems, media=media)


def load_json(text: str) -> Any:
    """The content; of a file with an object on every line, the list of them. Raises ValueError, RecursionError."""
    try:
        return json.loads(text)
    except ValueError:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) < 2 or not lines[0].startswith("{") or not lines[0].rstrip().endswith("}"):
            raise
        return [json.loads(line) for line in lines]


def find_stretches(content: Any) -> list[Mapping[str, Any]] | None:
    """The list of stretches with words; None where there is none that looks like talk."""
    named = [content] if isinstance(content, list) else []
    if isinstance(content, dict):
        named = [value for path in _LISTS if isinstance(value := _at(content, path), list) and value][:1]
    talk = next((talk for one in named if (talk := _talk(one))), None)
    if talk is None:
        words = [_at(content, path) for path in _WORD_LISTS] if isinstance(content, dict) else []
        cut = next((cut for one in words if isinstance(one, list) and (cut := cut_by_speaker(one, _first))), None)
        talk = cut or max((_together(level) for level in _levels(content)), key=_amount, default=[])
    return [piece for stretch in talk for piece in _by_speaker(stretch)] or None


def _talk(found: Sequence[Any]) -> list[Mapping[str, Any]]:
    """The list's stretches, if most of them have words and a time or a speaker."""
    stretches: list[Mapping[str, Any]] = [stretch for stretch in found if isinstance(stretch, dict)]
    spoken = [stretch for stretch in stretches if _words(stretch) is not None]
    timed = [stretch for stretch in spoken if _span(stretch)[0] is not None or _voice(stretch) is not None]
    return stretches if timed and len(timed) * 2 >= len(stretches) else []


def _levels(content: Any) -> Iterator[list[list[Mapping[str, Any]]]]:
    """The lists of stretches at each depth of it: where a service nobody knows keeps its talk."""
    level = [content]
    for _ in range(_DEEPEST):
        below = [value for one in level for value in (one.values() if isinstance(one, dict) else one)]
        level = [value for value in below if isinstance(value, dict | list)][:MOST_PARAGRAPHS]
        yield [talk for value in level if isinstance(value, list) and (talk := _talk(value))]


def _together(lists: Sequence[list[Mapping[str, Any]]]) -> list[Mapping[str, Any]]:
    """The list that holds most of the words, or all of them in order where none does."""
    most = max(lists, key=_amount, default=[])
    return most if _amount(most) * 2 >= sum(map(_amount, lists)) else [one for talk in lists for one in talk]


def _amount(stretches: Sequence[Mapping[str, Any]]) -> int:
    return sum(len(_words(stretch) or "") for stretch in stretches)


def _by_speaker(stretch: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The stretch, cut where its words change speaker."""
    words = stretch.get("words")
    cut = cut_by_speaker(words, _first) if isinstance(words, list) else []
    return cut if len(cut) > 1 and says_the_same(cut, _words(stretch) or "") else (stretch,)


def _at(values: Mapping[str, Any], path: str) -> Any:
    """What stands at `results.utterances`, or at `channels.0` in a list."""
    found: Any = values
    for step in path.split("."):
        if isinstance(found, list) and step.isdigit():
            found = found[int(step)] if int(step) < len(found) else None
        else:
            found = found.get(step) if isinstance(found, dict) else None
    return found


def _first(values: Mapping[str, Any], paths: Sequence[str]) -> Any:
    return next((value for path in paths if (value := _at(values, path)) is not None), None)


def _words(stretch: Mapping[str, Any]) -> str | None:
    """The words, whole or, as Rev has them, in pieces."""
    words = _first(stretch, _WORDS)
    if isinstance(words, str):
        return words
    pieces = stretch.get("elements")
    if isinstance(pieces, list):
        return "".join(_piece(piece) for piece in pieces if isinstance(piece, dict))
    return None


def _piece(piece: Mapping[str, Any]) -> str:
    """A word or mark; what stands for something that was no word is put in brackets."""
    value = str(piece.get("value") or piece.get("name") or "")
    return f" [{value}] " if piece.get("type") in ("tag", "atmospherics") and value else value


def _span(stretch: Mapping[str, Any]) -> tuple[Any, Any]:
    """Start and end as they stand."""
    both = stretch.get("timestamp")
    if isinstance(both, list) and len(both) == 2:
        return both[0], both[1]
    start = stretch.get("timestamp") if isinstance(both, str | int | float) else _first(stretch, _START)
    end = _first(stretch, _END)
    pieces = [piece for piece in stretch.get("elements") or () if isinstance(piece, dict) and "ts" in piece]
    if start is None and pieces:
        return pieces[0]["ts"], pieces[-1].get("end_ts")
    return start, end


def _voice(stretch: Mapping[str, Any]) -> str | None:
    """The speaker; services that number them mean `Speaker 0`."""
    who = _first(stretch, _WHO)
    if isinstance(who, dict):
        who = _first(who, ("name", "label", "id"))
    if isinstance(who, int) and not isinstance(who, bool):
        return f"Speaker {who}"[:40]
    return to_name(who) or None if isinstance(who, str) else None


def _names(content: Any) -> dict[str, str]:
    """What the file calls the speakers that its stretches number, by what `_voice` makes of the numbers."""
    names: dict[str, str] = {}
    for path in _SPEAKER_LISTS:
        listed = _at(content, path) if isinstance(content, dict) else None
        for person in listed if isinstance(listed, list) else ():
            if isinstance(person, dict) and isinstance(person.get("name"), str):
                key = _voice({"speaker": person.get("id")})
                names[key or ""] = to_name(person["name"])
    return {key: name for key, name in names.items() if key and name}


def _since(stretches: Sequence[Mapping[str, Any]]) -> float:
    """When it began, where the times are those of a calendar and not of a recording."""
    starts = [at for stretch in stretches if isinstance(at := _span(stretch)[0], int | float)]
    return min(starts) if starts and min(starts) >= _SINCE_1970_S else 0


def _scale(stretches: Sequence[Mapping[str, Any]]) -> int:
    """How many ms the file's unit of time has: 1000 for seconds, 1 for ms."""
    if any(_at(stretch, "offsets.from") is not None for stretch in stretches[:1]):
        return 1
    lengths = [
        end - start for start, end in map(_span, stretches) if _is_whole(start) and _is_whole(end) and end > start
    ]
    return 1 if lengths and median(lengths) >= _MILLISECONDS_FROM else 1000


def _is_whole(value: Any) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and abs(value) < _LONGEST_MS and value == int(value)


def _to_ms(value: Any, scale: int) -> int | None:
    if isinstance(value, str):
        clock = clock_to_ms(value.strip())
        if clock is not None:
            return clock
        if not _SECONDS.fullmatch(value.strip()):
            return None
        value = float(value.strip().rstrip("s").strip().replace(",", "."))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    ms = int(value) * scale if isinstance(value, int) else round(value * scale)
    return ms if 0 <= ms <= _LONGEST_MS else None


def _wordless(numbers: Sequence[int]) -> list[Problem]:
    return [problem(Place("cue", numbers[0]), "stretch-without-words", count=len(numbers))] if numbers else []
