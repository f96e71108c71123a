"""What is asked of a portal: catalog, check files, frameworks, profiles, plug-in folders."""
