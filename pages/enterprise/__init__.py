"""What an enterprise sees: its task, the ways to hand in its form, and what it handed in before."""
