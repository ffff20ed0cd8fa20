# multiprocessing works by fork: pools, queues, shared values.
#
# promise: jail.kernel
# group: innocent
# expects: completed
# stopped-by: none

import multiprocessing

from attack import broke, held

context = multiprocessing.get_context("fork")
value = context.Value("i", 0)


def work(number):
    with value.get_lock():
        value.value += 1
    return number * number


with context.Pool(3) as pool:
    squares = pool.map(work, range(20))
held("fork") if squares == [n * n for n in range(20)] and value.value == 20 else broke("wrong sums")
