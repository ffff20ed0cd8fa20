// Every call that the filter's table refuses and this architecture has: name, number, the answer of the table.
import { refusedAnswers, withNumbers } from '../../seccomp/probe.js';

export const refusedCalls = withNumbers([...refusedAnswers.keys()]).map(
  ([name, number]) => [name, number, refusedAnswers.get(name)] as const,
);
