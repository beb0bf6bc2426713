"""The walkthrough in class: what its teacher and its students see beside the lesson."""
