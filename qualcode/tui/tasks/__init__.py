"""What several screens ask and do in the same way: questions one after the other, then one service."""
