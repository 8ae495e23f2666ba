"""The register: the team, the people asked, interviews, consent, recordings, ethics; a file for each part."""
