"""The installer: one file that puts SheetLLM on an analyst's machine, made on Linux, and the pages that go with it."""
