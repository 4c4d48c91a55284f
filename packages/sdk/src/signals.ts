/** Aborts as soon as one of the signals does. (`AbortSignal.any` is not in Node 18 and in older browsers.) */
export function anySignal(...signals: (AbortSignal | undefined)[]): AbortSignal {
  const given = signals.filter(signal => signal !== undefined);
  if (typeof AbortSignal.any === 'function') return AbortSignal.any(given);
  const either = new AbortController();
  for (const signal of given) {
    if (signal.aborted) either.abort(signal.reason);
    // The controller's own signal takes the listeners away again.
    else signal.addEventListener('abort', () => either.abort(signal.reason), { signal: either.signal });
  }
  return either.signal;
}
