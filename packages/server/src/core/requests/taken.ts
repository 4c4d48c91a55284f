/**
 * Assignments to `requests r` that give back what is large of a request, where the condition says that it is over: prompt, and
 * of the payload the words that its jobs were made of. What the request is shown by stays.
 */
export const emptiedWhere = (over: string): string => `
  prompt = CASE WHEN ${over} THEN '' ELSE r.prompt END,
  payload = CASE WHEN ${over} THEN r.payload - '{job,prompt,payload}'::text[] ELSE r.payload END,
  held_bytes = CASE WHEN ${over} THEN 0 ELSE r.held_bytes END`;

/** Assignments that take a request back: nothing of it waits any more, and jobs at workers may still be delivered. */
export const TAKEN_BACK = `
  waiting = 0, jobs = r.finished, cancelled = true, version = r.version + 1, ${emptiedWhere('r.processing = 0')}`;
