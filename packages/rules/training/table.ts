/** The price table: image jobs and what one of them costs at the reference. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { NetworkJob } from '../src/image/price/features.ts';

export interface PricedRow {
  job: NetworkJob;
  kudos: number;
}

/** Every row of the table, in its order. */
export function readTable(): PricedRow[] {
  const text = gunzipSync(readFileSync(new URL('prices.csv.gz', import.meta.url))).toString('utf8');
  const [head = '', ...lines] = text.trimEnd().split(/\r?\n/);
  const names = head.split(',');
  return lines.map(line => {
    const cells = line.split(',');
    const cell = (name: string) => cells[names.indexOf(name)] ?? '';
    const flag = (name: string) => cell(name) === '1';
    const postProcessing = cell('post_processing');
    return {
      job: {
        width: Number(cell('width')),
        height: Number(cell('height')),
        steps: Number(cell('steps')),
        cfgScale: Number(cell('cfg_scale')),
        sampler: cell('sampler_name'),
        karras: flag('karras'),
        hiresFix: flag('hires_fix'),
        sourceProcessing: cell('source_processing'),
        sourceImage: flag('source_image'),
        sourceMask: flag('source_mask'),
        denoisingStrength: Number(cell('denoising_strength')),
        controlType: cell('control_type') || null,
        postProcessing: postProcessing === '' ? [] : postProcessing.split('+'),
      },
      kudos: Number(cell('kudos')),
    };
  });
}

/** Every twelfth row, 5,000 of the 60,000, is never trained on. */
const HELD_BACK_EVERY = 12;

/** The table in its two parts. */
export function splitTable(rows: readonly PricedRow[]): { trained: PricedRow[]; heldBack: PricedRow[] } {
  return {
    trained: rows.filter((_, index) => index % HELD_BACK_EVERY !== 0),
    heldBack: rows.filter((_, index) => index % HELD_BACK_EVERY === 0),
  };
}
