"""An invented council, with people in every state and years of history."""
