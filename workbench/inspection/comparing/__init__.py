"""The parts of a comparison, one file each: requests, answers, forms, leaves, connections."""
