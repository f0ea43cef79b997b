"""Models: Claude over the anthropic SDK; what meters its calls and stops after failures; a scripted one for tests."""
