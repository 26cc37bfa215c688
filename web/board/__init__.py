"""值班看板: what the desk watches."""
