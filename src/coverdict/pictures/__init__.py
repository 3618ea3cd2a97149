"""Pictures of policies as accessible SVG."""
