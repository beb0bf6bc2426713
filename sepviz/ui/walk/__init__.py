"""The walkthrough's parts: the worked example, its pictures, predictions, and the tools of a class."""
