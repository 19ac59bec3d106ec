"""How it looks: a frame in, a plotly figure out, without Streamlit."""
