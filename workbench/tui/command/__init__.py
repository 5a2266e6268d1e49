"""The line at the bottom in which the commands of the command line are typed."""
