"""The screen of Coding, in parts."""
