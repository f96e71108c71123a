"""Personal data that a portal publishes beyond need."""
