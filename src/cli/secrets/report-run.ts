// What the run on GitHub is doing, for who waits: a line on stderr for each state that is new.
import type { ExportReport } from '../../secrets/export/fetch-secrets.js';
import { environmentName } from '../../secrets/export/export-workflow.js';

export function openRunReport(names: readonly string[], mostMs: number): ExportReport {
  const say = (line: string): void => {
    process.stderr.write(`${line}\n`);
  };
  return {
    state: (run) => {
      if (run === null)
        say(`GitHub is asked to seal ${names.join(', ')} for this machine; this takes about half a minute.`);
      else if (run.status === 'waiting')
        say(
          `The run waits until somebody approves it (environment ${environmentName}), for at most ${Math.round(mostMs / 1000)} seconds: ${run.page}`,
        );
      else say(run.status === 'completed' ? 'The run has ended.' : `The run is there: ${run.page}`);
    },
    left: (what) => {
      say(`note: this could not be removed from GitHub: ${what}`);
    },
  };
}
