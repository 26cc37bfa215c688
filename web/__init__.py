"""The pages: what people of the centre and its units see and press, and nothing that decides."""
