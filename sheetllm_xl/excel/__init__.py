"""The open Excel, over xlwings: read, written, recalculated, and waited for while it is busy."""
