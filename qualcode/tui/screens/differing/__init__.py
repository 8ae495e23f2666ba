"""The screen of different readings, in parts."""
