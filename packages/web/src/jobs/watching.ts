/**
 * Which tab watches a job: the one that holds its Web Lock. The others stand in line for it, so a closed tab is followed
 * by the next. Over plain http there are no Web Locks: then every tab watches, which costs looks and nothing else, and a
 * tab that opens asks the others what they are sending, lest it takes that for lost.
 */

/** Other tabs answer at once; a tab that is busy for longer than this is not waited for. */
const ANSWER_MS = 400;

type Message = { kind: 'who' } | { kind: 'me'; jobIds: string[] };

const watched = new Set<string>();
const tabs = 'locks' in navigator || typeof BroadcastChannel === 'undefined' ? null : openChannel();

function openChannel(): BroadcastChannel {
  const channel = new BroadcastChannel('openhorde.watching');
  channel.addEventListener('message', (event: MessageEvent<Message>) => {
    if (event.data.kind === 'who' && watched.size > 0)
      channel.postMessage({ kind: 'me', jobIds: [...watched] } satisfies Message);
  });
  return channel;
}

/** True: a tab that begins to watch knows that no other one does. */
export function watchesAlone(): boolean {
  return 'locks' in navigator;
}

/** Ids of the jobs that other tabs watch now. */
export async function watchedElsewhere(): Promise<ReadonlySet<string>> {
  if (watchesAlone()) {
    const { held = [] } = await navigator.locks.query();
    return new Set(held.map(lock => lock.name?.replace(lockName(''), '') ?? ''));
  }
  const found = new Set<string>();
  if (!tabs) return found;
  const listen = (event: MessageEvent<Message>) => {
    if (event.data.kind === 'me') for (const id of event.data.jobIds) found.add(id);
  };
  tabs.addEventListener('message', listen);
  tabs.postMessage({ kind: 'who' } satisfies Message);
  await new Promise(resolve => setTimeout(resolve, ANSWER_MS));
  tabs.removeEventListener('message', listen);
  return found;
}

/** Runs `act` once this tab may watch the job. */
export async function watching(jobId: string, act: () => Promise<void>): Promise<void> {
  if (watchesAlone()) return navigator.locks.request(lockName(jobId), act);
  watched.add(jobId);
  try {
    await act();
  } finally {
    watched.delete(jobId);
  }
}

function lockName(jobId: string): string {
  return `openhorde.job.${jobId}`;
}
