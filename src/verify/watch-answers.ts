// Whether the gateway goes on answering while an attack is at work in it.
import { isWithin } from '../host/clock.js';
import type { AttackedGateway } from './attacked-gateway.js';
import { timePlainPython, toPatience } from './time-patience.js';

const pauseMs = 400;
/** What is later than this has hung. */
const mostMs = 15_000;

/** Asks again and again until the work is done. Resolves to what was wrong; empty where every answer came within a second. */
export async function watchAnswers(gateway: AttackedGateway, work: Promise<unknown>): Promise<string[]> {
  const late: number[] = [];
  for (;;) {
    const [ms, pythonMs] = await Promise.all([gateway.timePing(mostMs), timePlainPython()]);
    if (gateway.isGone) return [];
    if (ms === null) return ['the gateway did not answer while it ran'];
    if (ms > toPatience(pythonMs)) late.push(ms);
    if (await isWithin(work, pauseMs)) break;
  }
  if (late.length === 0) return [];
  return [`the gateway answered after ${Math.round(Math.max(...late))} ms only while it ran`];
}
