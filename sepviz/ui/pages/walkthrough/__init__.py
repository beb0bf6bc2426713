"""The walkthrough: chapters with a picture and a prediction each."""
