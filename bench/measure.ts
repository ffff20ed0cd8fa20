// One run of the benchmarks, from the machine that it is made on to the report.
import { Arena, python } from './arena.js';
import { chooseScenarios } from './choose-scenarios.js';
import { listBaselines } from './list-baselines.js';
import { describeMachine } from './machine.js';
import { messageOf } from './message-of.js';
import type { Report, RunOptions } from './report.js';
import { runScenarios } from './run-scenarios.js';
import { scenarios } from './scenarios.js';

/**
 * Leaves nothing behind, a signal included.
 * @param say told what is being measured
 */
export async function measure(options: RunOptions, say: (words: string) => void): Promise<Report> {
  const chosen = chooseScenarios(scenarios, options.only);
  const arena = await Arena.open(options);
  const stopListening = onSignal(() => {
    void arena.close().then(() => process.exit(130));
  });
  try {
    const machine = await describeMachine(arena.bubblewrap, arena.installation);
    const held = await arena
      .library({ way: 'cold', environment: python })
      .held()
      .catch((error: unknown) => ({ why: messageOf(error) }));
    const reports = await runScenarios(chosen, arena, ({ name }) => {
      say(name);
    });
    return { machine, options, held, scenarios: reports, baselines: listBaselines(arena) };
  } finally {
    stopListening();
    await arena.close();
  }
}

function onSignal(act: () => void): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.once(signal, act);
  return () => {
    for (const signal of signals) process.off(signal, act);
  };
}
