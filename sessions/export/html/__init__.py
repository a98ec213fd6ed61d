"""A session as one HTML file that opens anywhere: no script, and nothing asked of the network."""

from sessions.export.html.page import to_html

__all__ = ["to_html"]
