"""A correction near the beginning of a transcript of 40,000 words with 2,000 units; and tagging and splitting turns."""

import tempfile
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from benchmarks.big_study import make_study
from qualcode.services.keeping.history import undo
from qualcode.services.material.correcting import correct_turn
from qualcode.services.material.transcripts import transcript_view
from qualcode.services.material.turns import merge_turn, split_turn, tag_turn
from qualcode.storage.opening import OpenStudy

TIMES = 20


def main() -> None:
    """One transcript, 1,000 turns; each act on a turn of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "big.qualcode"
        with make_study(path, transcripts=1, words=40_000, units=2000, turns=1000) as study:
            view = transcript_view(study, 1)
            words = [view.text[turn.start : turn.end] for turn in view.turns]
            turns = view.turns[3 : 3 + TIMES]

            def correct(n: int) -> None:
                correct_turn(study, 1, n + 4, words[n + 3].replace("ikke", "aldri", 1) + f" Slutt {n}.")

            def split(n: int) -> None:
                turn = next(turn for turn in transcript_view(study, 1).turns if turn.id == turns[n].id)
                split_turn(study, turn.id, (turn.start + turn.end) // 2)

            measure("correct a turn", correct)
            measure("undo a correction", lambda _: undo(study) and None)
            measure("tag a turn", lambda n: tag_turn(study, turns[n].id, None, doubtful=True) and None)
            measure("split a turn", split)
            measure("merge a turn", lambda n: merge_turn(study, turns[n].id) and None)
            told(study)


def measure(what: str, act: object) -> None:
    """Say how long an act takes, the median and the slowest of twenty, in ms."""
    took = []
    for n in range(TIMES):
        begun = perf_counter()
        act(n)  # type: ignore[operator]
        took.append((perf_counter() - begun) * 1000)
    print(f"{what:<20} median {median(took):6.1f} ms   p95 {quantiles(took, n=20)[-1]:6.1f} ms")


def told(study: OpenStudy) -> None:
    """How large the file is after a hundred wordings."""
    print(f"{'the file':<20} {study.path.stat().st_size / 1024:,.0f} kB")


if __name__ == "__main__":
    main()
