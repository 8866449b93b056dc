"""What is kept running: HTTP server, running office, the page."""
