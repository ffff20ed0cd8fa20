// The plots of an analysis that go into a message: the first ones, within a number and a size. What cannot be drawn is told, and the
// measurements are there without it.
import type { Analysis } from './analysis.js';
import { renderPlotPngs } from './report/render-plot-pngs.js';

export interface DrawnPlots {
  readonly images: readonly Buffer[];
  /** Plots that are only in the page. */
  readonly omitted: number;
}

const mostPlots = 3;
/** Before base64, which makes a third more of them. */
const mostBytes = 3 * 1024 * 1024;

export async function drawPlots(
  analysis: Analysis,
  onProblem: (error: unknown) => void,
): Promise<DrawnPlots> {
  let seen = 0;
  try {
    const drawn = await renderPlotPngs(analysis, (_, at) => {
      seen = at + 1;
      return at < mostPlots;
    });
    let left = mostBytes;
    const images = drawn.flatMap(({ png }) => {
      left -= png.length;
      return left >= 0 ? [Buffer.from(png)] : [];
    });
    return { images, omitted: seen - images.length };
  } catch (error) {
    onProblem(error);
    return { images: [], omitted: seen };
  }
}
