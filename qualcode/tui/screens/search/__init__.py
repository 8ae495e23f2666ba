"""The screen of search, in parts."""
