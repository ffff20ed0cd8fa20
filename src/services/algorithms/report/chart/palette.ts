// The colours of charts and pages: dark on light and light on dark. Each hue stands out from its paper by 4.5 to 1 or more, so that
// its name can be written in it; marks differ in shape too. Pure.

export interface Palette {
  readonly paper: string;
  readonly panel: string;
  readonly ink: string;
  readonly faint: string;
  readonly grid: string;
  readonly hues: readonly string[];
  readonly good: string;
  readonly warning: string;
  readonly bad: string;
}

export const lightPalette: Palette = {
  ...{ paper: '#ffffff', panel: '#f5f6f8', ink: '#1b1f24', faint: '#57606a', grid: '#dfe3e8' },
  hues: ['#1f5fbf', '#b8400b', '#0b7265', '#9d174d', '#6d28d9', '#4a6b0c', '#475569', '#8a5a00'],
  ...{ good: '#1a6b34', warning: '#855300', bad: '#b3261e' },
};

export const darkPalette: Palette = {
  ...{ paper: '#15181c', panel: '#1e2227', ink: '#e8eaed', faint: '#a3acb8', grid: '#363c44' },
  hues: ['#7cb3ff', '#ffa066', '#4fd1c0', '#ff8fc0', '#b79cff', '#a8d65c', '#b8c4d6', '#e0b070'],
  ...{ good: '#7bd88f', warning: '#f0b95b', bad: '#ff8a80' },
};

/** Rules for charts, with a colour or the name of a variable for each part. */
export function chartRules({ paper, ink, faint, grid, hues }: Palette): string {
  return [
    `.paper{fill:${paper}}.t{fill:${ink}}.f{fill:${faint}}`,
    `.g{stroke:${grid};stroke-width:1}.a{stroke:${faint};stroke-width:1}.k{stroke:${faint};stroke-width:1;stroke-dasharray:2 3}`,
    ...hues.map(
      (hue, at) => `.l${at}{stroke:${hue};fill:none}.d${at}{fill:${hue};stroke:${paper}}.n${at}{fill:${hue}}`,
    ),
  ].join('');
}

/** The same colours as variables of a page, which says elsewhere what they are. */
export function paletteOfVariables({ hues }: Palette): Palette {
  const name = (what: string): string => `var(--${what})`;
  return {
    ...{ paper: name('paper'), panel: name('panel'), ink: name('ink'), faint: name('faint') },
    ...{ grid: name('grid'), hues: hues.map((_, at) => name(`hue-${at}`)) },
    ...{ good: name('good'), warning: name('warning'), bad: name('bad') },
  };
}

export function declareVariables({ hues, ...palette }: Palette): string {
  const plain = Object.entries(palette).map(([what, colour]) => `--${what}:${colour}`);
  return [...plain, ...hues.map((hue, at) => `--hue-${at}:${hue}`)].join(';');
}
