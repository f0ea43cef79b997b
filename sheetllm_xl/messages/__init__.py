"""What goes to a model and what comes back: the document that no cell can leave, and the forms of its replies."""
