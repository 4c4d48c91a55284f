/** What the pages ask the horde, and how often. Nothing is asked while the page is in the background. */
import type { ImageRequest } from '@openhorde/sdk';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { apiKey } from '../account/account.ts';
import { createDebouncer } from '../create/debounce.ts';
import type { ModelOnline } from '../create/modelChoice.ts';
import { toPriceRequest } from '../create/request.ts';
import type { Settings } from '../create/settings.ts';
import { jobs } from '../jobs/jobStore.ts';
import { useStore } from '../ui/createStore.ts';
import { isOnline } from '../ui/online.ts';
import { plainName } from '../ui/plainName.ts';
import { horde } from './client.ts';

const SECOND_MS = 1_000;
const PRICE_DELAY_MS = 500;

/** The image models that are served or waited for. */
export function useModels() {
  return useQuery({
    queryKey: ['models'],
    queryFn: async ({ signal }): Promise<ModelOnline[]> => {
      const models = await horde.models({ type: 'image' }, { signal });
      return models.map(model => ({
        name: model.name,
        count: model.count,
        jobs: model.jobs,
        etaSeconds: model.eta,
      }));
    },
    refetchInterval: 30 * SECOND_MS,
    staleTime: 10 * SECOND_MS,
  });
}

export function usePerformance(intervalMs = 30 * SECOND_MS) {
  return useQuery({
    queryKey: ['performance'],
    queryFn: ({ signal }) => horde.performance({ signal }),
    refetchInterval: intervalMs,
    staleTime: 5 * SECOND_MS,
  });
}

/** Whether the pages' data of the horde are up to date: there is a network, and the horde answered the last time. */
export function useIsReached(): boolean {
  const online = useStore(isOnline);
  return !usePerformance().isError && online;
}

export function useWorkers() {
  return useQuery({
    queryKey: ['workers'],
    queryFn: ({ signal }) => horde.workers({ type: 'image' }, { signal }),
    refetchInterval: 30 * SECOND_MS,
    staleTime: 10 * SECOND_MS,
  });
}

export function useModes() {
  return useQuery({
    queryKey: ['modes'],
    queryFn: ({ signal }) => horde.modes({ signal }),
    refetchInterval: 300 * SECOND_MS,
    staleTime: 120 * SECOND_MS,
  });
}

/** Asks for the balance whenever a job was accepted, delivered a picture or ended. For one place of the page. */
export function useLiveBalance(): void {
  const client = useQueryClient();
  const moments = useStore(jobs)
    .map(job => `${job.id} ${job.phase} ${job.look?.finished ?? 0}`)
    .join('\n');
  const before = useRef(moments);
  useEffect(() => {
    if (before.current === moments) return;
    before.current = moments;
    void client.invalidateQueries({ queryKey: ['account'] });
  }, [client, moments]);
}

/** The user of the key that is set. Fails when the horde does not know it. */
export function useAccount() {
  const apikey = useStore(apiKey);
  return useQuery({
    queryKey: ['account', apikey],
    queryFn: async ({ signal }) => {
      const user = await horde.findUser({ signal, apikey });
      return { ...user, username: plainName(user.username) };
    },
    refetchInterval: 120 * SECOND_MS,
    staleTime: 10 * SECOND_MS,
  });
}

/**
 * Price of these settings in kudos, asked half a second after the last change that matters to it.
 * `isStale` while a newer price is on its way.
 */
export function usePrice(settings: Settings, hasSource: boolean) {
  const apikey = useStore(apiKey);
  // As text, so that equal questions are the same value and do not start the wait again.
  const question = useMemo(() => JSON.stringify(toPriceRequest(settings, hasSource)), [settings, hasSource]);
  const [asked, setAsked] = useState<string | null>(null);
  const [debouncer] = useState(() => createDebouncer(setAsked, PRICE_DELAY_MS));
  useEffect(() => {
    debouncer.push(question);
    return debouncer.cancel;
  }, [question, debouncer]);
  const query = useQuery({
    queryKey: ['price', apikey, asked],
    queryFn: ({ signal }) => horde.price(JSON.parse(asked ?? question) as ImageRequest, { signal, apikey }),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    staleTime: 60 * SECOND_MS,
  });
  return { ...query, isStale: asked !== question || query.isPlaceholderData };
}
