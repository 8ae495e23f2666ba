"""The screen of the comparison across substudies, in parts."""
