"""What the pages share: the frame around them, and the few blocks they are laid out with."""
