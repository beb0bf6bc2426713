"""What the lessons consist of besides words: numbers, exercises and worksheets, without Streamlit."""
