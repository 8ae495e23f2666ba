"""The screen of the review of names, in parts."""
