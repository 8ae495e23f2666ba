"""The screen of Synthesis, in parts."""
