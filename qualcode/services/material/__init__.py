"""Transcripts and records: how they come in, what is read of them, and how their words are corrected."""
