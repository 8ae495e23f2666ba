"""Hypothesis strategies: speech as people type it, and speech that tries to break the page."""

from hypothesis import strategies as st

from qualcode.views.transcript import TranscriptView
from tests.tui.widgets.transcripts import build_transcript

HOSTILE = "\x1b\x07\x85\u202e\u2066\u200b\u200d\u200e\ufeff\xad\u2028\t[]/{}"
MARKED = "e\u0301\u0335\u3099\ufe0f\u0915\u094d"
WIDE = "日本語🙂👩\U0001f3fd🇳"
CALM = "abc æøå. ?! «»…—\xa0"

hostile_text = st.text(st.sampled_from(CALM + "   \n" + HOSTILE + MARKED + WIDE), max_size=120)
calm_text = st.text(st.sampled_from(CALM + "    "), max_size=120)
widths = st.integers(min_value=8, max_value=60)

_word = st.text(st.sampled_from("aeæøå日🙂e\u0301" + "nrst-"), min_size=1, max_size=9)
_sentence = st.builds(
    lambda words, mark: " ".join(words).capitalize() + mark,
    st.lists(_word, min_size=1, max_size=9),
    st.sampled_from(".?!…"),
)
_turn = st.builds(
    lambda sentences, joint: joint.join(sentences),
    st.lists(_sentence, min_size=1, max_size=5),
    st.sampled_from([" ", "  ", "\n"]),
)


def transcripts(*, min_turns: int = 1) -> st.SearchStrategy[TranscriptView]:
    """Transcripts with some turns of some sentences each."""
    return st.builds(build_transcript, st.lists(_turn, min_size=min_turns, max_size=5))
