import { useEffect, useState } from 'react';

/** Whole seconds until `atMs`; 0 when it is past or null. Renders once a second while it runs. */
export function useCountdown(atMs: number | null): number {
  const [left, setLeft] = useState(() => secondsUntil(atMs));
  useEffect(() => {
    setLeft(secondsUntil(atMs));
    const timer = setInterval(() => setLeft(secondsUntil(atMs)), 1000);
    return () => clearInterval(timer);
  }, [atMs]);
  return left;
}

function secondsUntil(atMs: number | null): number {
  return atMs === null ? 0 : Math.max(0, Math.ceil((atMs - Date.now()) / 1000));
}
