"""Where sheets come from: file (.xlsx and its kin) and memory."""
