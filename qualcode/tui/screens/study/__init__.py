"""The screen of the Study page, in parts."""
