"""The review desk: pages on which people see, correct and sign what was read."""
