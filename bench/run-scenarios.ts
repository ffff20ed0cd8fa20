// One scenario after the other. What fails is reported and the next one goes on.
import { monotonicMs } from '#pymcp/host/clock.js';
import type { Arena } from './arena.js';
import { messageOf } from './message-of.js';
import type { ScenarioReport } from './report.js';
import type { Scenario } from './scenario.js';

/** @param onStart told of each before it begins */
export async function runScenarios(
  scenarios: readonly Scenario[],
  arena: Arena,
  onStart: (scenario: Scenario) => void,
): Promise<ScenarioReport[]> {
  const reports: ScenarioReport[] = [];
  for (const scenario of scenarios) {
    onStart(scenario);
    reports.push(await runOne(scenario, arena));
  }
  return reports;
}

async function runOne(scenario: Scenario, arena: Arena): Promise<ScenarioReport> {
  const { name, title } = scenario;
  const started = monotonicMs();
  const seconds = (): number => Math.round((monotonicMs() - started) / 100) / 10;
  try {
    const measurement = await scenario.measure(arena);
    return { name, title, kind: 'measured', seconds: seconds(), ...measurement };
  } catch (error) {
    return { name, title, kind: 'failed', seconds: seconds(), why: messageOf(error) };
  }
}
