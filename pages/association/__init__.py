"""Pages for the association's staff (秘书处)."""
