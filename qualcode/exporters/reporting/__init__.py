"""Reports about how the study was done, and the transcripts as they are handed on."""
