// The plots as PNG, drawn in this process by resvg's WebAssembly build: no binary, no browser, no font of the machine is needed. Its
// memory is its own, and it reads nothing but the text and the font that it is given.
import type { Analysis } from '../analysis.js';
import { openRasteriser } from './plots/rasteriser.js';
import { renderPlots } from './render-plots.js';

export interface PlotPng {
  readonly name: string;
  readonly png: Uint8Array;
}

/** @throws PymcpError `host.program-missing` */
export async function renderPlotPngs(
  analysis: Analysis,
  which: (name: string, at: number) => boolean = () => true,
): Promise<readonly PlotPng[]> {
  const plots = renderPlots(analysis).filter(({ name }, at) => which(name, at));
  if (plots.length === 0) return [];
  const rasterise = await openRasteriser();
  const drawn: PlotPng[] = [];
  for (const { name, svg } of plots) {
    drawn.push({ name, png: rasterise(svg) });
    // Others of this process have a turn between two plots.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return drawn;
}
