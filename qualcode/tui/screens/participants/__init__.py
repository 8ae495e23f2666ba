"""The screen of the participants, in parts."""
