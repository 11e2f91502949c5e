"""Telling what the sender newly wrote from history, forwarded mail, signature and boilerplate."""
