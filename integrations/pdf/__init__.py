"""Documents as PDF, set by typst with the fonts that ship beside the templates."""

from integrations.pdf.glyphs import missing_glyphs
from integrations.pdf.purchase_order import render_purchase_order
from integrations.pdf.quote import render_quote

__all__ = ["missing_glyphs", "render_purchase_order", "render_quote"]
