"""The Code page: exported programs, the converter, Keras's arguments, folding."""
