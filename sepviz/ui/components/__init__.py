"""Parts of a page that answer in the browser, without the server: Streamlit components of our own."""
