"""The screen of the register, in parts."""
