"""Asset inventory: devices, where they are, who has them, and the contracts behind them."""
