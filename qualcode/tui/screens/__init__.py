"""The screens, one per place, each in the file of its name."""
