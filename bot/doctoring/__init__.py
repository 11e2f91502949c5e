"""What the doctor tries, a module for each neighbour."""
