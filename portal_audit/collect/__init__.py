"""Visiting one portal: facts only, through one gateway to the network."""
