"""Speaker tagging (navnefesting): the secretary's desk and her table log."""
