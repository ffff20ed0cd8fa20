// How old the image is that ours is built on. Known where its digest was recorded, and of nothing else. Pure.
import type { BaseImage } from './data-schemas.js';
import { daysBetween, whyStale } from './day.js';
import type { Loaded } from './load-update-data.js';
import type { UpdateCheck } from './update-check.js';

/** What a Containerfile says about it. */
export interface BaseReference {
  readonly image: string;
  /** null where it is not pinned. */
  readonly digest: string | null;
}

const name = 'base-image';
/** Public images are made anew every few weeks. */
const mostDays = 45;
const mostAgeDays = 90;
const refresh = 'make update-data';
const pin = 'container/pin-base.sh';

/** Of `ARG BASE_IMAGE=NAME[@DIGEST]`; null where there is none. */
export function parseContainerfile(text: string): BaseReference | null {
  const [, image, digest] =
    text.match(/^ARG BASE_IMAGE="?([a-z0-9][^\s"@]*)(?:@(sha256:[0-9a-f]{64}))?"?\s*$/m) ?? [];
  return image === undefined ? null : { image, digest: digest ?? null };
}

export type ImagePlace =
  | { readonly kind: 'checkout'; readonly reference: BaseReference | null }
  /** In an image of ours: what it was built on is what the data of its package says. */
  | { readonly kind: 'inside' }
  | { readonly kind: 'elsewhere' };

export function judgeBaseImage(place: ImagePlace, data: Loaded<BaseImage>, today: string): UpdateCheck {
  if (place.kind === 'elsewhere')
    return { name, state: 'note', detail: 'none here: this is neither our image nor a checkout', fix: null };
  if (data.kind === 'unusable') return { name, state: 'unknown', detail: data.why, fix: data.fix };
  if (place.kind === 'inside') return judgeInside(data.value, today);
  if (place.reference === null)
    return unknown('container/Containerfile names no BASE_IMAGE', 'write one: ARG BASE_IMAGE=NAME@sha256:…');
  return judgeReference(place.reference, data.value, today);
}

function judgeInside({ image, digest, pushed }: BaseImage, today: string): UpdateCheck {
  if (digest === null || pushed === null)
    return unknown(`${image}: which one this image was built on was never recorded`, 'make build');
  return judgeAge(`${image}@${digest.slice(0, 19)}…`, pushed, today, 'make build && make up');
}

function judgeReference({ image, digest }: BaseReference, data: BaseImage, today: string): UpdateCheck {
  if (image !== data.image)
    return unknown(`the Containerfile has ${image}, and what is known is of ${data.image}`, refresh);
  if (digest === null) return unknown(`${image} is not pinned by its digest`, pin);
  const stale = whyStale(data.read, today, mostDays);
  if (data.digest === null || data.pushed === null)
    return unknown(`${image}: what its registry has was never looked up`, refresh);
  if (digest !== data.digest)
    return {
      ...{ name, state: 'outdated', fix: `${pin} && make build` },
      detail: `${image} is pinned to ${digest.slice(0, 19)}…, and its registry had ${data.digest.slice(0, 19)}… on ${data.read ?? ''}`,
    };
  const check = judgeAge(`${image}@${digest.slice(0, 19)}…`, data.pushed, today, `${pin} && make build`);
  if (check.state === 'outdated' || stale === null) return check;
  return unknown(`${image}: what its registry had ${stale}`, refresh);
}

function judgeAge(image: string, pushed: string, today: string, fix: string): UpdateCheck {
  const age = daysBetween(pushed, today);
  if (age < -1) return unknown(`${image} is of ${pushed}, which is in the future`, refresh);
  const detail = `${image} is of ${pushed}, ${Math.max(0, age)} days old`;
  return age > mostAgeDays
    ? { name, state: 'outdated', detail, fix }
    : { name, state: 'current', detail, fix: null };
}

const unknown = (detail: string, fix: string): UpdateCheck => ({ name, state: 'unknown', detail, fix });
