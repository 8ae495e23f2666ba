"""Let hypothesis compose files of every format: `python -m tests.fuzz.compose SECONDS [FOLDER]`.

Where bending (`bend`) damages a good file, this puts one together of the pieces that such files are made of, each
repeated, by chance; and what went wrong is made as small as it goes before it is kept. Of zip files a part is put
together. Beside them stands whatever a person can write in a query.
"""

import re
import signal
import sys
import time
from collections import Counter
from functools import partial
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.fuzz.bend import NASTY, TooSlow, keep, place_of, too_slow
from tests.fuzz.targets import Target, read_once, targets

_AT_A_TIME = 200
"""Inputs tried of one target before the next has its turn."""
_LONGEST = 5
_PIECE = re.compile(rb"\w+|\s+|<[^<>]{0,80}>|[^\w\s]")
_Fault = tuple[bytes, str]


def main(arguments: list[str]) -> int:
    """Compose for so long; how many faults."""
    seconds, folder = float(arguments[0]), Path(arguments[1]) if len(arguments) > 1 else None
    signal.signal(signal.SIGALRM, too_slow)
    tried: Counter[str] = Counter()
    found: set[str] = set()
    until = time.monotonic() + seconds
    chosen = {target.name: (target, _inputs(target)) for target in targets()}
    while chosen and time.monotonic() < until:
        for target, inputs in list(chosen.values()):
            fault = _try(target, inputs, tried)
            if fault is not None:
                # The next round would find the same again.
                del chosen[target.name]
                found.add(fault[1])
                keep(folder, target, *fault, len(found))
    for name, count in sorted(tried.items()):
        print(f"{name:24} {count}")
    print(f"{sum(tried.values())} inputs, {len(found)} faults")
    return len(found)


def _inputs(target: Target) -> st.SearchStrategy[bytes]:
    """Files put together of the pieces of the target's own, of what is nasty, and of any text."""
    parts = [part for seed in target.seeds for part in _parts(seed)]
    strategies = []
    for seed, name, content in parts:
        pieces = sorted(set(_PIECE.findall(content))) or [b""]
        piece = st.one_of(
            st.sampled_from(pieces), st.sampled_from(NASTY), st.text(max_size=8).map(lambda text: text.encode())
        )
        repeated = st.tuples(piece, st.sampled_from((1, 1, 1, 2, 30, 800))).map(lambda told: told[0] * told[1])
        around = st.tuples(st.integers(0, len(content)), st.integers(0, len(content)))
        put = st.tuples(around, st.lists(repeated, max_size=12).map(b"".join))
        strategies.append(put.map(partial(_packed, seed, name, content)))
    return st.one_of(strategies)


def _parts(seed: bytes) -> list[tuple[bytes, str, bytes]]:
    """The seed itself, or where it is a zip file each of its parts, as (seed, name of the part, content)."""
    try:
        with ZipFile(BytesIO(seed)) as archive:
            return [(seed, name, archive.read(name)) for name in archive.namelist()]
    except BadZipFile:
        return [(seed, "", seed)]


def _packed(seed: bytes, name: str, content: bytes, told: tuple[tuple[int, int], bytes]) -> bytes:
    around, put = told
    start, end = sorted(around)
    bent = content[:start] + put + content[end:]
    if not name:
        return bent
    out = BytesIO()
    with ZipFile(BytesIO(seed)) as old, ZipFile(out, "w") as new:
        for one in old.namelist():
            new.writestr(one, bent if one == name else old.read(one))
    return out.getvalue()


def _try(target: Target, inputs: st.SearchStrategy[bytes], tried: Counter[str]) -> _Fault | None:
    """The smallest input that goes wrong, and where."""
    smallest: list[_Fault] = []

    @settings(
        max_examples=_AT_A_TIME,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    @given(inputs)
    def reads(raw: bytes) -> None:
        tried[target.name] += 1
        signal.alarm(_LONGEST)
        try:
            read_once(target, raw)
        except (Exception, TooSlow) as fault:
            smallest[:] = [(raw, place_of(fault))]
            raise
        finally:
            signal.alarm(0)

    try:
        reads()
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001  # a panic of a library is a fault as well
        return smallest[0] if smallest else (b"", place_of(error))
    return None


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1:]) else 0)
