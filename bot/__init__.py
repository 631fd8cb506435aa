"""The core of Pratica: values in, values out."""
