// What happened and what to do next, in plain words for a model.
import type { ExecutionResult, Outcome } from '../../core/execution-result.js';
import type { LimitName } from '../../core/isolation.js';
import type { RunPythonAnswer } from '../../services/python/run-python.js';

export interface Explanation {
  readonly message: string;
  readonly hint?: string;
}

export function explain(answer: RunPythonAnswer): Explanation {
  if (answer.kind === 'refused') {
    const { message, hint } = answer.error;
    return { message: `nothing was run: ${message}`, hint };
  }
  const { result } = answer;
  const { outcome } = result;
  switch (outcome.status) {
    case 'completed':
      return outcome.exitCode === 0
        ? { message: 'the program ran to its end' }
        : { message: `the program ended itself with exit code ${outcome.exitCode}` };
    case 'raised':
      return explainException(outcome, result);
    case 'limit':
      return { message: outcome.message, hint: limitHint(outcome.limit) };
    case 'cancelled':
      return { message: outcome.message, hint: 'run it again to start over' };
    case 'lost':
      return {
        message: outcome.message,
        hint: 'a crash in native code, os._exit or a fatal signal does this; nothing but the output is left of it',
      };
  }
}

function explainException(
  { error }: Extract<Outcome, { status: 'raised' }>,
  { usage, isolation }: ExecutionResult,
): Explanation {
  const message = `the program raised ${toShownName(error.name)}, which nothing caught`;
  if (usage.pidsRefused > 0) {
    const times = `${usage.pidsRefused} times`;
    return { message, hint: `the process limit refused a new process or thread ${times}: start fewer` };
  }
  if (error.name === 'ModuleNotFoundError' && isolation.network !== 'none')
    return {
      message,
      hint: 'what is missing can be installed with pip --target /tmp/… where its index is among the named hosts',
    };
  const known = Object.hasOwn(hints, error.name) ? hints[error.name] : undefined;
  return { message, hint: known ?? 'read the traceback, mend the program and run it again' };
}

/** A class may have any text as its name; what is no name stands in the traceback alone. */
function toShownName(name: string): string {
  const isName = name.length <= 100 && /^(?:[\p{L}\p{N}_]+(?:\.<locals>)?\.)*[\p{L}\p{N}_]+$/u.test(name);
  return isName ? name : 'an exception';
}

/** Exceptions that the jail causes, and what helps. */
const hints: Readonly<Record<string, string>> = {
  ModuleNotFoundError: 'there is no network to install packages from: use those that are there',
  MemoryError: 'process the data in parts',
};

function limitHint(limit: LimitName): string {
  switch (limit) {
    case 'wall':
      return 'timeout_s sets another time limit';
    case 'memory':
      return 'the person who set up this server can raise the limit with --memory MB';
    case 'output':
      return 'print a summary only, or leave a file';
    case 'pids':
      return 'start fewer processes and threads';
    case 'cpu':
    case 'files':
      return 'do less at once';
  }
}
