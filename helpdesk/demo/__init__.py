"""The story for trying the product out, told through the use cases."""
