"""No one exposed: de-identification, leak check, linkage key, withdrawal."""
