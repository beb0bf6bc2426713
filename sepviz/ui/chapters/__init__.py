"""The walkthrough's pictures, which need no visitor, and the lesson as one file."""
