"""One small module for each family of charts; `draw(canvas, chart, locale=)` of each fills the canvas."""
