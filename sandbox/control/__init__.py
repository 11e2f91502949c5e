"""The control API (`/api/...`): what the page and the driver do and see. README.md has the table."""
