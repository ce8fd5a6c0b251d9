"""Changes and on-call: the change calendar, who is on call, and what a shift hands over to the next."""
