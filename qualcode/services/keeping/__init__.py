"""Nothing lost: backups, merging, history, checks, and the end of a project."""
