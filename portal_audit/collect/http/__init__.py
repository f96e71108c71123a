"""The one door to the network: address guard, limits, manners, request log."""
