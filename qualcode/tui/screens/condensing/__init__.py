"""The screen of Condensation, in parts."""
