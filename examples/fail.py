# Raises an exception that nobody catches, with another one as its cause.
# The traceback shows the lines of this file and none of the machinery around it.
prices = {"tea": "3.20", "coffee": "n/a"}


def total(names):
    try:
        return sum(float(prices[name]) for name in names)
    except ValueError as error:
        raise RuntimeError("a price is missing") from error


print("tea:", total(["tea"]))
total(["tea", "coffee"])
