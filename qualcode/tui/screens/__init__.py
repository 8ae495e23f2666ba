"""The screens, one per place: a file of its name, or a folder of its name with the screen and its parts."""
