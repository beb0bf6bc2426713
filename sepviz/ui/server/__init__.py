"""What the process and all its visitors share: memory, page slots, budget."""
