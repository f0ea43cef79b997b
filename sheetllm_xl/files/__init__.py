"""Files: workbooks on disk, read within bounds, and the files we make."""
