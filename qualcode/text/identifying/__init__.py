"""What in a text may identify somebody: a finder of candidates for a person to go through, not an anonymiser."""

from qualcode.text.identifying.candidate import KINDS, Candidate
from qualcode.text.identifying.finding import find_candidates
from qualcode.text.identifying.model import Pace
from qualcode.text.identifying.occurrences import Sought, occurrences
from qualcode.text.identifying.patterns import find_certain

__all__ = ["KINDS", "Candidate", "Pace", "Sought", "find_candidates", "find_certain", "occurrences"]
