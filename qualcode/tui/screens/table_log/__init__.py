"""The screen of the table log, in parts."""
