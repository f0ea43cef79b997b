"""The Excel add-in as reviewable text, and the programs that write and pack it."""
