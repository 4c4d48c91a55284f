import type { Route } from '../route.ts';

const ID = '3f0e9ac2-6d6c-4f0e-8a39-0c1f6f3f9a10';
const STYLE_PROMPT = 'an oil painting of {p}, thick strokes###{np}, photograph';
/** A red square of 64 × 64 pixels, as PNG. */
const PICTURE =
  'iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAIAAAAlC+aJAAAAUElEQVR42u3PQQkAAAgEsEtiEvunMIwRfAuDFVim+rUICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICFwWlb9hHoRhfrsAAAAASUVORK5CYII=';

/**
 * A body that each route accepts, by `operationId`, for the reference and its "try it". Requests and looks at them are
 * answered with the anonymous key as they stand here.
 */
export const EXAMPLES: Readonly<Record<Route['operationId'], object>> = {
  // Requests.
  post_image_async_generate: { prompt: 'a red heart', params: { n: 1, width: 512, height: 512, steps: 20 } },
  post_text_async_generate: {
    prompt: 'Once upon a time',
    params: { max_length: 80, max_context_length: 1024 },
  },
  post_interrogate: { forms: [{ name: 'caption' }], source_image: PICTURE },
  post_check_many: { ids: [ID] },
  post_aesthetics: { best: ID },
  // Workers.
  post_image_job_pop: {
    name: 'My Dreamer',
    models: ['stable_diffusion'],
    max_pixels: 262144,
    bridge_agent: 'my-bridge:1.0:me@example.org',
  },
  post_image_job_submit: { id: ID, generation: 'R2', state: 'ok', seed: 42 },
  post_text_job_pop: {
    name: 'My Scribe',
    models: ['koboldcpp/example'],
    max_length: 80,
    max_context_length: 2048,
    bridge_agent: 'my-bridge:1.0:me@example.org',
  },
  post_text_job_submit: { id: ID, generation: ', in a land far away', state: 'ok' },
  post_interrogate_pop: { name: 'My Alchemist', forms: ['caption'], amount: 1 },
  post_interrogate_submit: { id: ID, result: { caption: 'a red square' }, state: 'ok' },
  post_job_progress: { id: ID, step: 10, steps: 20 },
  put_worker_single: { maintenance: true, maintenance_msg: 'Back in the evening' },
  post_worker_messages: { worker_id: ID, message: 'Please update your bridge.', expiry: 24 },
  // People.
  put_user_single: { public_workers: true },
  post_keys: { label: 'my bot', scope: 'generate' },
  put_shared_key: { name: 'for friends', kudos: 1000, expiry: 30 },
  patch_shared_key_single: { kudos: 500 },
  post_transfer_kudos: { username: 'friend#2', amount: 10 },
  post_award_kudos: { username: 'friend#2', amount: 10 },
  post_teams: { name: 'Night owls', info: 'We lend at night.' },
  patch_team_single: { info: 'We lend at night and on Sundays.' },
  // Styles.
  post_image_style: {
    name: 'oil',
    prompt: STYLE_PROMPT,
    params: { steps: 25 },
    models: ['stable_diffusion'],
  },
  patch_single_image_style: { info: 'Thick strokes.' },
  post_image_style_example: { url: 'https://example.org/oil.webp', primary: true },
  patch_single_image_style_example: { primary: true },
  post_text_style: { name: 'fairy tale', prompt: 'Tell as a fairy tale: {p}', params: { temperature: 0.8 } },
  patch_single_text_style: { info: 'Once upon a time.' },
  post_collection: { name: 'paintings', styles: [ID] },
  patch_single_collection: { public: false },
  // Ratings.
  post_rating: { rating: 8, artifacts: 1 },
  post_ratings_challenge: { id: ID, solution: '12345' },
  post_dataset: { name: 'sunsets', images: [{ id: ID, url: 'https://example.org/sunset.webp' }] },
  // Moderators.
  put_horde_modes: { raid_mode: true },
  post_operations_ip: { ipaddr: '198.51.100.7', hours: 24 },
  delete_operations_ip: { ipaddr: '198.51.100.7' },
  put_operations_block_worker_ip: { days: 1 },
  post_filters: { prompt: 'a red heart' },
  put_filters: { regex: 'forbidden words?', filter_type: 10, description: 'An example' },
  patch_filter_single: { description: 'Another description' },
  // Development.
  post_test_user: { username: 'tester', kudos: 1000 },
};
