// path.protected: whether the masks of a sandbox that has waited are those that one born now would get. A mask lies on
// what stood at a path: where another file has taken that place, the kernel has taken the mask away with the first. Pure.
import type { Survey } from './survey-workspace.js';

export function isSameSurvey(one: Survey, other: Survey): boolean {
  if (one === other) return true;
  return (
    isSame(coversOf(one), coversOf(other)) &&
    isSame(one.named, other.named) &&
    isSame(one.targets, other.targets) &&
    isSame(one.changes, other.changes)
  );
}

function coversOf({ places }: Survey): ReadonlyMap<string, string> {
  return new Map(places.map(({ path, cover }) => [`${cover} ${path}`, cover]));
}

function isSame<Value>(one: ReadonlyMap<string, Value>, other: ReadonlyMap<string, Value>): boolean {
  return one.size === other.size && [...one].every(([key, value]) => other.get(key) === value);
}
