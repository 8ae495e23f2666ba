"""The screen of the speakers of a transcript, in parts."""
