"""The ribbon: its controls, their words and icons."""
