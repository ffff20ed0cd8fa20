// A chart as a part of an SVG. Its colours are classes, which the page or the file around it defines. Pure.
import { escapeMarkup } from '../escape-text.js';
import type { Chart, Series } from './chart.js';
import { at, drawLine, drawSpots, toFixed } from './draw-spots.js';
import { openScale, type Scale } from './scale.js';
import { lightPalette } from './palette.js';

export interface Frame {
  readonly width: number;
  readonly height: number;
  /** Where the names of the series stand. */
  readonly legend: 'above' | 'beside';
}

const margin = { left: 72, right: 16, bottom: 44, title: 26, row: 17 } as const;
const besideWidth = 190;
const longestLabel = 30;
const letterWidth = 6.6;

interface Drawn {
  readonly x: Scale;
  readonly y: Scale;
  readonly box: {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  };
}

export function drawChart(chart: Chart, frame: Frame): string {
  const rows = frame.legend === 'above' ? toRows(chart.series, frame.width - margin.left) : [];
  const box = {
    left: margin.left,
    right: frame.width - (frame.legend === 'beside' ? besideWidth : margin.right),
    top: margin.title + 6 + rows.length * margin.row,
    bottom: frame.height - margin.bottom,
  };
  const spots = chart.series.flatMap((one) => one.spots);
  const xs = [...spots.map(({ x }) => x), ...(chart.marks ?? []).map(({ x }) => x)];
  const ys = spots.flatMap(({ y, low = y, high = y }) => [y, low, high]);
  const drawn: Drawn = {
    x: openScale(chart.x, xs, [box.left, box.right]),
    y: openScale(chart.y, ys, [box.bottom, box.top]),
    box,
  };
  const title = `<text class="t" x="${margin.left}" y="18" font-size="14" font-weight="600">${escapeMarkup(chart.title, 70)}</text>`;
  const legend = frame.legend === 'above' ? drawAbove(rows) : drawBeside(chart.series, box);
  return [
    title,
    legend,
    drawAxes(chart, drawn),
    drawMarks(chart, drawn),
    ...chart.series.map((one) => drawSeries(one, drawn)),
  ].join('');
}

function drawAxes({ x, y }: Chart, { x: across, y: up, box }: Drawn): string {
  const middle = (box.top + box.bottom) / 2;
  const columns = across.ticks.map((tick) => {
    const place = toFixed(across.place(tick));
    return `<path class="g" d="M${place} ${box.top}V${box.bottom}"/><text class="f" x="${place}" y="${box.bottom + 16}" font-size="11" text-anchor="middle">${escapeMarkup(x.say(tick))}</text>`;
  });
  const lines = up.ticks.map((tick) => {
    const place = up.place(tick);
    return `<path class="g" d="M${box.left} ${toFixed(place)}H${box.right}"/><text class="f" x="${box.left - 6}" y="${toFixed(place + 4)}" font-size="11" text-anchor="end">${escapeMarkup(y.say(tick))}</text>`;
  });
  return [
    ...columns,
    ...lines,
    `<path class="a" d="M${box.left} ${box.top}V${box.bottom}H${box.right}" fill="none"/>`,
    `<text class="f" x="${(box.left + box.right) / 2}" y="${box.bottom + 34}" font-size="12" text-anchor="middle">${escapeMarkup(x.label)}</text>`,
    `<text class="f" x="13" y="${middle}" font-size="12" text-anchor="middle" transform="rotate(-90 13 ${middle})">${escapeMarkup(y.label)}</text>`,
  ].join('');
}

function drawMarks({ marks = [] }: Chart, { x, box }: Drawn): string {
  return marks
    .filter((mark) => x.holds(mark.x))
    .map((mark, index) => {
      const place = x.place(mark.x);
      const isRight = place > (box.left + box.right) / 2;
      const [from, anchor] = isRight ? [place - 4, 'end'] : [place + 4, 'start'];
      return `<path class="k" d="M${toFixed(place)} ${box.top}V${box.bottom}"/><text class="f" x="${toFixed(from)}" y="${box.top + 12 + 13 * (index % 5)}" font-size="10" text-anchor="${anchor}">${escapeMarkup(mark.label, 48)}</text>`;
    })
    .join('');
}

function drawSeries({ spots, look, hue }: Series, { x, y }: Drawn): string {
  const seen = spots.filter((spot) => x.holds(spot.x) && y.holds(spot.y));
  const places = seen.map((spot) => [x.place(spot.x), y.place(spot.y)] as const);
  const index = hue % lightPalette.hues.length;
  const isLine = look !== 'spots';
  const whiskers = seen
    .flatMap(({ x: value, low, high }) =>
      low === undefined || high === undefined || !y.holds(low) || !y.holds(high)
        ? []
        : [`M${at(x.place(value), y.place(low))}V${toFixed(y.place(high))}`],
    )
    .join('');
  const bars =
    whiskers === '' ? '' : `<path class="l${index}" d="${whiskers}" stroke-width="1" stroke-opacity="0.55"/>`;
  const line = isLine ? drawLine(places, index, look === 'dashes' ? ' stroke-dasharray="6 4"' : '') : '';
  return bars + line + (look === 'spots' || look === 'spots on a line' ? drawSpots(places, index) : '');
}

interface Entry {
  readonly series: Series;
  readonly x: number;
}

/** Into as many rows as are needed. */
function toRows(series: readonly Series[], width: number): readonly (readonly Entry[])[] {
  const rows: Entry[][] = [[]];
  let x = 0;
  for (const one of series) {
    const needed = 30 + letterWidth * Math.min(longestLabel, Array.from(one.label).length);
    if (x > 0 && x + needed > width) {
      rows.push([]);
      x = 0;
    }
    rows.at(-1)?.push({ series: one, x });
    x += needed;
  }
  return rows;
}

function drawAbove(rows: readonly (readonly Entry[])[]): string {
  return rows
    .flatMap((row, index) =>
      row.map(({ series, x }) => drawEntry(series, margin.left + x, margin.title + 8 + index * margin.row)),
    )
    .join('');
}

function drawBeside(series: readonly Series[], { right, top }: Drawn['box']): string {
  return series.map((one, index) => drawEntry(one, right + 14, top + 8 + index * 20)).join('');
}

function drawEntry({ label, hue, look }: Series, x: number, y: number): string {
  const index = hue % lightPalette.hues.length;
  const line = drawLine(
    [[x, y] as const, [x + 18, y] as const],
    index,
    look === 'dashes' ? ' stroke-dasharray="6 4"' : '',
  );
  const spot = drawSpots([[x + 9, y]], index);
  const mark = look === 'spots' ? spot : look === 'spots on a line' ? line + spot : line;
  return `${mark}<text class="t" x="${toFixed(x + 23)}" y="${toFixed(y + 4)}" font-size="11">${escapeMarkup(label, longestLabel)}</text>`;
}
