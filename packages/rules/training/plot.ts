/** Draws predicted over true prices, both axes logarithmic, as an SVG. */

const SIZE = 640;
const MARGIN = { left: 64, right: 16, top: 48, bottom: 56 };
const LOWEST = 1;
const HIGHEST = 1000;
const TICKS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

const share = (kudos: number) => Math.log(kudos / LOWEST) / Math.log(HIGHEST / LOWEST);
const x = (kudos: number) => MARGIN.left + share(kudos) * (SIZE - MARGIN.left - MARGIN.right);
const y = (kudos: number) => SIZE - MARGIN.bottom - share(kudos) * (SIZE - MARGIN.top - MARGIN.bottom);
const point = (over: number, up: number) => `${x(over).toFixed(1)} ${y(up).toFixed(1)}`;

/** The line on which the prediction is `factor` times the true price. */
const ray = (factor: number) => {
  const from = Math.max(LOWEST, LOWEST / factor);
  const to = Math.min(HIGHEST, HIGHEST / factor);
  return `M${point(from, from * factor)}L${point(to, to * factor)}`;
};

function tick(kudos: number): string {
  return `<path class="grid" d="M${point(kudos, LOWEST)}L${point(kudos, HIGHEST)}M${point(LOWEST, kudos)}L${point(HIGHEST, kudos)}"/>
<text x="${x(kudos).toFixed(1)}" y="${SIZE - MARGIN.bottom + 18}" text-anchor="middle">${kudos}</text>
<text x="${MARGIN.left - 8}" y="${(y(kudos) + 4).toFixed(1)}" text-anchor="end">${kudos}</text>`;
}

/** SVG of the jobs, one dot each; `caption` is its second line. */
export function plot(jobs: readonly { kudos: number; predicted: number }[], caption: string): string {
  const dots = jobs.map(({ kudos, predicted }) => `M${point(kudos, predicted)}h0`).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE} ${SIZE}" width="${SIZE}" height="${SIZE}" role="img">
<title>Image price network: predicted over true price</title>
<style>
svg { background: #fff; font: 12px system-ui, sans-serif; fill: #333 }
.title { font-size: 15px; font-weight: 600 }
.grid { stroke: #e4e4e7; fill: none }
.exact { stroke: #71717a; fill: none }
.near { stroke: #71717a; stroke-dasharray: 4 4; fill: none }
.dots { stroke: #4f46e5; stroke-opacity: .6; stroke-width: 2.4; stroke-linecap: round; fill: none }
</style>
<text class="title" x="${MARGIN.left}" y="20">Image price network: predicted over true price</text>
<text x="${MARGIN.left}" y="38">${caption}</text>
${TICKS.map(tick).join('\n')}
<path class="exact" d="${ray(1)}"/>
<path class="near" d="${ray(0.95)}${ray(1.05)}"/>
<path class="dots" d="${dots}"/>
<text x="${(SIZE + MARGIN.left) / 2}" y="${SIZE - 14}" text-anchor="middle">price at the reference, kudos (dashed: 5 % off)</text>
<text transform="translate(18 ${SIZE / 2}) rotate(-90)" text-anchor="middle">price of the network, kudos</text>
</svg>
`;
}
