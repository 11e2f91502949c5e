"""What a ticket needs to know, found in the words: asset, place, people, times, urgency, numbers."""
