"""How a measurement is made here: two ways of doing one thing, turn by turn in one process; medians, and their ratio.

Turn by turn, so that both meet the same machine: what else is running slows the one as much as the other.
"""

import gc
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Comparison:
    """Medians in seconds of `ours` and of what it is held against."""

    ours: float
    theirs: float

    @property
    def ratio(self) -> float:
        """How many times as long ours takes."""
        return self.ours / self.theirs


def compare(
    name: str,
    ours: Callable[[], object],
    theirs: Callable[[], object],
    *,
    rounds: int = 5,
    warm: int = 1,
    clock: Callable[[], float] = perf_counter,
) -> Comparison:
    """Time `ours` and `theirs` in turn, `rounds` times each after `warm` untimed ones, and print the ratio."""
    mine: list[float] = []
    other: list[float] = []
    for turn in range(warm + rounds):
        for job, times in ((ours, mine), (theirs, other)):
            taken = _time(job, clock)
            if turn >= warm:
                times.append(taken)
    result = Comparison(ours=median(mine), theirs=median(other))
    print(
        f"{name}: {result.ours * 1000:.1f} ms against {result.theirs * 1000:.1f} ms, ratio {result.ratio:.2f} "
        f"(median of {rounds})"
    )
    return result


def _time(job: Callable[[], object], clock: Callable[[], float]) -> float:
    gc.collect()
    start = clock()
    job()
    return clock() - start
