/** The findings of axe on a page that is open in a browser. */

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const GRAVE = new Set<unknown>(['serious', 'critical']);

/**
 * The serious and critical faults, a line for each element: rule, then where.
 * @param within part of the page to look at, as a selector; by default all of it
 */
export async function graveFaults(page: Page, within = 'html'): Promise<string[]> {
  const program = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  // Evaluated and not loaded: pages let no script of others run.
  await page.evaluate(program);
  const { violations } = (await page.evaluate(
    `axe.run(${JSON.stringify(within)}, { resultTypes: ['violations'] })`,
  )) as AxeResults;
  return violations
    .filter(({ impact }) => GRAVE.has(impact))
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`),
    );
}
