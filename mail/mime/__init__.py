"""From raw bytes to headers, texts and files, whatever state they are in."""
