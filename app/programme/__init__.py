"""Who must do what: the programme in force, its versions, and the draft of the next one."""
