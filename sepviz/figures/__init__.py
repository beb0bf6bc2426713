"""Finished arrays and finished labels in, picture or Plotly figure out."""
