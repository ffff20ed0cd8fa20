// What to do where the kernel had nothing left to start a program with or to open a file with. Pure.

const hints: readonly (readonly [code: RegExp, hint: string])[] = [
  [
    /\bEAGAIN\b/,
    'this user, or the control group it is in, has too many processes: end some, or raise the limit (ulimit -u, pids.max)',
  ],
  [/\bE[MN]FILE\b/, 'too many files are open: close some, or raise the limit (ulimit -n)'],
  [/\bENOMEM\b/, 'the machine, or the control group we are in, has no memory left: end what takes it'],
  [/\bENOSPC\b|No space left/, 'the disk is full: make room, then try again'],
];

/** @param message of an error of the system, with its code in it */
export function scarcityHint(message: string, otherwise: string): string {
  return hints.find(([code]) => code.test(message))?.[1] ?? otherwise;
}
