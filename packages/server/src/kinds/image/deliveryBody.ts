import type { DeliveredJob } from '../../core/deliveredJob.ts';
import type { Platform } from '../../platform/platform.ts';
import { generationOf } from './status.ts';

/** An image as status shows it, but without its state, and with the seed as a number (http-api-image §6.1). */
export async function deliveryBody(
  needs: Pick<Platform, 'objects'>,
  job: DeliveredJob,
): Promise<Record<string, unknown>> {
  const { state: _, ...item } = await generationOf(needs, { resultAsUrl: job.result_as_url }, job);
  return { ...item, seed: job.seed };
}
