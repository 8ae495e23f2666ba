"""Questions asked of the material: tables and the figures in them."""
