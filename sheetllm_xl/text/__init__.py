"""Text: words folded, what looks like a secret, what a person does not see."""
