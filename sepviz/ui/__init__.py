"""The pages: Streamlit lives here and nowhere else."""
