"""Settings: what there is, where it comes from, and changing it."""
