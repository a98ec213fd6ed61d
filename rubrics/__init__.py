"""What a good answer is, and how an answer is marked.

Knows no session, no screen and no user, and imports no client of a language model.
"""
