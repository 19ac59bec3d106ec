"""What lies in deploy/, run for real."""
