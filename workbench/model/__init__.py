"""The plain values that pass between rooms: frozen, typed, standard library only, no I/O."""
