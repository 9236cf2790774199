"""What every request passes: who asks and when, what the browser may do, how a refusal is worded."""
