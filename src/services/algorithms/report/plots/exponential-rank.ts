// From which class on costs are shown over sizes that are not logarithmic. Pure.
import { classesOfOne } from '../../growth/growth-class.js';

export const exponentialRank = classesOfOne.find(({ name }) => name === '2^n')?.rank ?? Infinity;
