"""Evidence: what a job must bring before it counts as done, what it has brought, and what lacks (S16)."""
