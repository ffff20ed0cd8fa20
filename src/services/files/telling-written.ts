// Every change through the service, whoever asked for it, goes through one turn of its worker: there it is told of, done or not.
import type { FileWorker } from '../../execution/file-worker.js';

type InOneTurn = FileWorker['inOneTurn'];

export function tellingWritten(inOneTurn: InOneTurn, onWritten: () => void = () => undefined): InOneTurn {
  return (steps, signal) =>
    inOneTurn(
      (step) =>
        steps(async (work, effect, ofStep) => {
          try {
            return await step(work, effect, ofStep);
          } finally {
            if (effect === 'changes') onWritten();
          }
        }),
      signal,
    );
}
