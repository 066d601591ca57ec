"""What is kept, and how it is asked for (台账)."""
