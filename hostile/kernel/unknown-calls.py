# Makes calls that have no number yet, or one beyond every table.
#
# promise: jail.kernel
# group: kernel
# expects: completed
# stopped-by: seccomp

from attack import call_number, judge

numbers = [*range(473, 512), 600, 1023, 4096, 0x3FFFFFFF]
judge({str(number): call_number(number, -1, -1, -1, -1, -1, -1) for number in numbers})
