"""A job that two Stafetts share: a handoff of the principal's, and a ticket of the partner's own."""
