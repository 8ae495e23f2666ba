"""What in a text may identify somebody: a finder of candidates for a person to go through, not an anonymiser."""

from qualcode.text.identifying.candidate import KINDS, Candidate
from qualcode.text.identifying.finding import find_candidates
from qualcode.text.identifying.occurrences import Sought, occurrences

__all__ = ["KINDS", "Candidate", "Sought", "find_candidates", "occurrences"]
