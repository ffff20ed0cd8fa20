# Has a last value whose representation is larger than any frame.
#
# promise: limit.memory
# group: output
# expects: completed, limit:memory, raised
# stopped-by: output-cap, frame-check

print("HELD: the gateway cut it")
value = "\u20ac\U0001f600\x00" * 3_000_000
value.upper()
