"""Writing into the open Excel, what was there kept in a journal, and taking it back."""
