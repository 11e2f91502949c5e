"""The signed copy of a card or an answer, as it travels with a mail."""
