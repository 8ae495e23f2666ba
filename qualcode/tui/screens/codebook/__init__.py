"""The screen of the codebook, in parts."""
