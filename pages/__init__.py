"""What people see: one folder an audience, never a page directly in here (it would open without sign-in)."""
