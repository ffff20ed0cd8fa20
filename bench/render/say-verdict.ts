// `≤ 0.5 × plain Python: 0.31, reached`. Pure.
import type { Verdict } from '../report.js';
import { formatNumber } from './format.js';

export function sayVerdict({ wanted, got, reached, aim }: Verdict): string {
  const beyond = aim === null || !reached ? '' : `; aim ${aim.wanted}: ${aim.reached ? 'reached' : 'missed'}`;
  return `${wanted}: ${formatNumber(got)}, ${reached ? 'reached' : 'MISSED'}${beyond}`;
}
