"""Two Stafetts that share a job: signed copies go out beside the mails, and what comes in is believed."""
