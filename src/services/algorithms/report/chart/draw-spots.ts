// The marks of a series: each hue has a shape of its own, so that it is told without colours. Pure.

type Shape = (x: number, y: number, r: number) => string;

const shapes: readonly Shape[] = [
  (x, y, r) => `M${at(x - r, y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`,
  (x, y, r) => `M${at(x - r, y - r)}h${2 * r}v${2 * r}h${-2 * r}z`,
  (x, y, r) => `M${at(x, y - 1.2 * r)}L${at(x + 1.2 * r, y + r)}L${at(x - 1.2 * r, y + r)}z`,
  (x, y, r) => `M${at(x, y - 1.4 * r)}L${at(x + 1.4 * r, y)}L${at(x, y + 1.4 * r)}L${at(x - 1.4 * r, y)}z`,
  (x, y, r) => `M${at(x, y + 1.2 * r)}L${at(x + 1.2 * r, y - r)}L${at(x - 1.2 * r, y - r)}z`,
  (x, y, r) => `M${at(x - r, y - r / 2)}h${2 * r}v${r}h${-2 * r}z`,
  (x, y, r) => `M${at(x - r / 2, y - r)}h${r}v${2 * r}h${-r}z`,
  (x, y, r) => `M${at(x - r, y - r)}L${at(x + r, y - r)}L${at(x, y + r)}z`,
] as const;

/** All marks of one series as one path. */
export function drawSpots(
  places: readonly (readonly [x: number, y: number])[],
  hue: number,
  radius = 3,
): string {
  const shape = shapes[hue % shapes.length];
  if (shape === undefined || places.length === 0) return '';
  return `<path class="d${hue}" d="${places.map(([x, y]) => shape(x, y, radius)).join('')}"/>`;
}

export function drawLine(
  places: readonly (readonly [x: number, y: number])[],
  hue: number,
  dashed: string,
): string {
  if (places.length < 2) return '';
  const path = places.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${at(x, y)}`).join('');
  return `<path class="l${hue}" d="${path}" stroke-width="1.8"${dashed}/>`;
}

export function at(x: number, y: number): string {
  return `${toFixed(x)} ${toFixed(y)}`;
}

/** A tenth of a pixel is seen by nobody. */
export function toFixed(value: number): string {
  return String(Math.round(10 * value) / 10);
}
