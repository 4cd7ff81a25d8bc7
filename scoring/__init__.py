"""Read a statement against the UN Guiding Principles and say why: text and answers in, assessment out."""
