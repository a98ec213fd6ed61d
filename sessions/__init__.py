"""One interview from first question to transcript, and what is kept of it. Knows no screen."""
