"""A mail on its way to a ticket: what it is asked, in which order, and what follows from each answer."""
