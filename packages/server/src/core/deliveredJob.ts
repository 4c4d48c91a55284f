/** A delivered job as its row holds it. */
export interface ResultRow extends Record<string, unknown> {
  id: string;
  request_id: string;
  worker_id: string;
  worker_name: string;
  model: string;
  seed: number;
  censored: boolean;
  metadata: unknown[];
  /** What the worker sent; `R2` for an image in the object store. */
  result: string;
  /** Kudos that the worker was told. */
  reward: number;
}

/** A delivered job with what of its request its result depends on: what a webhook is told from. */
export interface DeliveredJob extends ResultRow {
  /** The request that this one is a part of. */
  parent_id: string | null;
  /** The requester wants an image as an address, not as base64. */
  result_as_url: boolean;
}
