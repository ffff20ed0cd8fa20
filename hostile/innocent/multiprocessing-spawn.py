# multiprocessing works by spawn, which starts the interpreter anew.
#
# promise: jail.kernel
# group: innocent
# expects: completed
# stopped-by: none
# limits: wall=60
# alone: yes

import multiprocessing

from attack import broke, held


def work(number):
    return number * number


if __name__ == "__main__":
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        squares = pool.map(work, range(5))
    held("spawn") if squares == [0, 1, 4, 9, 16] else broke("wrong sums")
