/** What the stand-in horde says about itself. */

export const PERFORMANCE = {
  queued_requests: 5,
  queued_text_requests: 0,
  worker_count: 3,
  text_worker_count: 0,
  thread_count: 4,
  text_thread_count: 0,
  queued_megapixelsteps: 38.2,
  past_minute_megapixelsteps: 96.4,
  queued_forms: 0,
  interrogator_count: 0,
  interrogator_thread_count: 0,
  queued_tokens: 0,
  past_minute_tokens: 0,
};

export const MODELS = [
  { name: 'emoji-64', count: 3, performance: 1_900_000, queued: 12_000_000, jobs: 4, eta: 11, type: 'image' },
  {
    name: 'AlbedoBase XL (SDXL)',
    count: 1,
    performance: 900_000,
    queued: 26_000_000,
    jobs: 1,
    eta: 74,
    type: 'image',
  },
  { name: 'Deliberate', count: 0, performance: 0, queued: 8_000_000, jobs: 2, eta: 10_000, type: 'image' },
];

function worker(index: number, name: string, speed: number, more: object = {}) {
  return {
    type: 'image',
    id: `00000000-0000-4000-8000-00000000000${index}`,
    name,
    online: true,
    requests_fulfilled: 128 * index + 7,
    performance: `${speed} megapixelsteps per second`,
    threads: index,
    uptime: 8_000 * index,
    maintenance_mode: false,
    trusted: index === 1,
    info: '',
    models: ['emoji-64'],
    bridge_agent: 'OpenHorde Worker:0.1.0:in-browser',
    ...more,
  };
}

export const WORKERS = [
  worker(1, 'kitchen laptop', 2.4),
  worker(2, 'Old Reliable', 7.8, {
    models: ['emoji-64', 'AlbedoBase XL (SDXL)'],
    info: 'Runs when the sun shines.',
  }),
  worker(3, 'attic', 0.6, { maintenance_mode: true }),
];
