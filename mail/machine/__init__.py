"""What machines write: delivery reports, read receipts, absence notes and answers of calendars."""
