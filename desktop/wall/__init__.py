"""The live grid: geometry, model, view, tiles and the thumbnails behind them."""
