"""The two doors to an interview: the app in the terminal, and the command line."""
