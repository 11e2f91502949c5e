"""Work and cost: hours, parts, expenses as typed lines, and the cap they may not pass unseen (S17, S36)."""
