"""The parts of the Kernel lab: bring a kernel, take it apart, and see what is lost."""
