"""The doors kept open: HTTP server, running office, the page."""
