"""Many answers at once: files of them, stored sessions, and how far the work is."""
