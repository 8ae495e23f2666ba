"""Bend small files of every format for so many seconds: `python -m tests.fuzz.bend 600 [FOLDER] [SEED]`.

Each input is a seed with some bytes changed, doubled, moved, taken out, or replaced by something nasty; in zip files it
is a part that is bent and packed anew. What does not end in a result or a user's error, or takes longer than 20
seconds, is kept in FOLDER with its traceback, once for each place where it happened.

`python -m tests.fuzz.bend --guided TARGET SECONDS` lets atheris (libFuzzer) choose the inputs, where it is installed.
"""

import random
import signal
import sys
import time
import traceback
from collections import Counter
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from tests.fuzz.targets import Target, read_once, targets

NASTY = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xe2\x80\xae", b"\x1b]52;c;x\x07", b"\r", b"\n\n\n",
    b"\t", b"99:99:99.999", b"-1", b"1e999", b"9" * 40, b"NaN", b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
    b"&b;", b"]]>", b"<!--",
    b"{", b"}", b"[[[[", b"\\", b'"', b"'", b"=1+1", b"&#0;", b"&#xD800;", b"*anchor &anchor", b"!!python/object:x",
    b"P4:", b"P4 (00:01:02):", b"-->", b"\\u12345\\'", b"%PDF-1.4", b"PK\x03\x04", "æøå".encode("cp1252"), b"\x80\x81",
)  # fmt: skip
_LONGEST = 20


class TooSlow(Exception):
    """An input that took longer than anybody would wait."""


def main(arguments: list[str]) -> int:
    """Bend for so long; how many faults."""
    if arguments[:1] == ["--guided"]:
        return _guided(arguments[1], int(arguments[2]))
    seconds = float(arguments[0]) if arguments else 60.0
    folder = Path(arguments[1]) if len(arguments) > 1 else None
    chance = random.Random(int(arguments[2]) if len(arguments) > 2 else time.time_ns())
    signal.signal(signal.SIGALRM, too_slow)
    tried: Counter[str] = Counter()
    found: dict[str, str] = {}
    until = time.monotonic() + seconds
    chosen = targets()
    while time.monotonic() < until:
        target = chance.choice(chosen)
        raw = _bent(chance.choice(target.seeds), chance)
        tried[target.name] += 1
        fault = _fault(target, raw)
        if fault and fault not in found:
            found[fault] = target.name
            keep(folder, target, raw, fault, len(found))
    for name, count in sorted(tried.items()):
        print(f"{name:24} {count}")
    print(f"{sum(tried.values())} inputs, {len(found)} faults")
    return len(found)


def _fault(target: Target, raw: bytes) -> str:
    signal.alarm(_LONGEST)
    try:
        read_once(target, raw)
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        return place_of(error)
    finally:
        signal.alarm(0)
    return ""


def place_of(error: BaseException) -> str:
    """What went wrong, and the last three lines it came through."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[-3:]]
    return f"{type(error).__name__} {' '.join(places)}"


def keep(folder: Path | None, target: Target, raw: bytes, fault: str, number: int) -> None:
    """Tell of it, and keep the input in the folder."""
    print(f"{target.name}: {fault}", flush=True)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number:03}-{target.name}{target.suffix}").write_bytes(raw)


def _bent(raw: bytes, chance: random.Random) -> bytes:
    if raw[:2] == b"PK" and chance.random() < 0.8:
        return _bent_part(raw, chance)
    bent = bytearray(raw)
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        at, to = sorted((chance.randrange(len(bent) + 1), chance.randrange(len(bent) + 1)))
        to = min(to, at + chance.choice((1, 4, 64, 4096)))
        match chance.randrange(7):
            case 0:
                bent[at:to] = b""
            case 1:
                bent[at:at] = bent[at:to] * chance.choice((1, 2, 50))
            case 2:
                bent[at:at] = chance.choice(NASTY)
            case 3:
                bent[at:to] = chance.choice(NASTY) * chance.choice((1, 1, 3, 400))
            case 4:
                del bent[at:]
            case 5:
                bent[at:to] = bytes(chance.randrange(256) for _ in range(to - at))
            case _:
                for place in range(at, to):
                    bent[place] ^= 1 << chance.randrange(8)
    return bytes(bent)


def _bent_part(raw: bytes, chance: random.Random) -> bytes:
    try:
        with ZipFile(BytesIO(raw)) as archive:
            parts = [(name, archive.read(name)) for name in archive.namelist()]
    except BadZipFile:
        return raw
    chosen = chance.randrange(len(parts))
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for at, (name, content) in enumerate(parts):
            named = name if chance.random() > 0.02 else chance.choice(("../" + name, name.upper(), "x"))
            archive.writestr(named, _bent(content, chance) if at == chosen and content[:2] != b"PK" else content)
    return out.getvalue()


def too_slow(*_: object) -> None:
    """The alarm has gone."""
    raise TooSlow


def _guided(name: str, seconds: int) -> int:
    import atheris

    target = next(one for one in targets() if one.name == name)
    atheris.instrument_all()
    atheris.Setup([sys.argv[0], f"-max_total_time={seconds}", "-timeout=20"], lambda raw: read_once(target, raw))
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1:]) else 0)
