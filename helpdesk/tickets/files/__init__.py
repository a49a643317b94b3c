"""Files that come with a complaint or a message: what is taken, where it is kept, who may fetch it."""
