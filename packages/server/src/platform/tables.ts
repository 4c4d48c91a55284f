import type { WebhookState, WorkerType } from '@openhorde/contract';
import type { ColumnType, Generated, GeneratedAlways } from 'kysely';

// The schema of `migrations/` as Kysely sees it. Column meanings stand in the SQL; here are only the types.

type Time = ColumnType<Date, Date | string, Date | string>;
type TimeWithDefault = ColumnType<Date, Date | string | undefined, Date | string>;
type TimeOrNull = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
/** Written as JSON text: pg would turn a JavaScript array into a PostgreSQL array. */
type Json = ColumnType<unknown, string, string>;
type JsonWithDefault = ColumnType<unknown, string | undefined, string>;

export interface UsersTable {
  id: Generated<number>;
  username: string;
  oauth_id: string;
  created_at: TimeWithDefault;
  last_active_at: TimeWithDefault;
  contact: string | null;
  admin_comment: string | null;
  moderator: Generated<boolean>;
  trusted: Generated<boolean>;
  flagged: Generated<boolean>;
  customizer: Generated<boolean>;
  vpn: Generated<boolean>;
  special: Generated<boolean>;
  service: Generated<boolean>;
  education: Generated<boolean>;
  deleted: Generated<boolean>;
  public_workers: Generated<boolean>;
  concurrency: Generated<number>;
  worker_invited: Generated<number>;
  usage_multiplier: Generated<number>;
  monthly_kudos: Generated<number>;
  monthly_kudos_last_received_at: TimeOrNull;
  suspicions: Generated<number>;
  proxy_passkey: string | null;
  wiped_at: TimeOrNull;
}

export interface ApiKeysTable {
  key_hash: string;
  user_id: number;
  created_at: TimeWithDefault;
  last_used_at: TimeOrNull;
  id: Generated<string>;
  scope: Generated<'all' | 'generate' | 'worker' | 'read'>;
  label: string | null;
  main: Generated<boolean>;
}

export interface SharedKeysTable {
  id: string;
  user_id: number;
  name: string | null;
  created_at: Time;
  expires_at: TimeOrNull;
  kudos: number | null;
  utilized: Generated<number>;
  max_image_pixels: Generated<number>;
  max_image_steps: Generated<number>;
  max_text_tokens: Generated<number>;
}

export interface SharedKeyUsesTable {
  id: GeneratedAlways<number>;
  shared_key_id: string;
  created_at: Time;
  request_id: string;
  job_id: string | null;
  kind: string;
  charge: number;
  kudos_left: number | null;
}

export interface SuspicionsTable {
  id: GeneratedAlways<number>;
  user_id: number;
  worker_id: string | null;
  reason: number;
  created_at: Time;
}

export interface UserRecordsTable {
  user_id: number;
  record: 'usage' | 'contribution' | 'fulfillment' | 'request' | 'style';
  kind: 'image' | 'text' | 'interrogation';
  value: Generated<number>;
}

export interface TeamsTable {
  id: string;
  name: string;
  info: Generated<string>;
  owner_id: number;
  created_at: TimeWithDefault;
  fulfilments: Generated<number>;
  contributions: Generated<number>;
  kudos: Generated<number>;
  uptime_seconds: Generated<number>;
}

export interface WorkersTable {
  id: string;
  type: 'image' | 'text' | 'interrogation';
  user_id: number;
  name: string;
  info: string | null;
  ip: string | null;
  team_id: string | null;
  created_at: TimeWithDefault;
  last_check_in_at: TimeWithDefault;
  bridge_agent: Generated<string>;
  threads: Generated<number>;
  nsfw: Generated<boolean>;
  extra_slow: Generated<boolean>;
  allow_unsafe_ip: Generated<boolean>;
  maintenance: Generated<boolean>;
  maintenance_message: string | null;
  paused: Generated<boolean>;
  suspicions: Generated<number>;
  offer: JsonWithDefault;
  fulfilments: Generated<number>;
  contributions: Generated<number>;
  uncompleted_jobs: Generated<number>;
  aborted_jobs: Generated<number>;
  aborted_since: TimeOrNull;
  uptime_seconds: Generated<number>;
  rewarded_uptime_seconds: Generated<number>;
  speed: Generated<number>;
  speed_samples: Generated<number[]>;
}

export interface WorkerMessagesTable {
  id: string;
  worker_id: string | null;
  user_id: number;
  message: string;
  origin: string;
  created_at: TimeWithDefault;
  expires_at: Time;
}

export interface StylesTable {
  id: string;
  number: GeneratedAlways<number>;
  kind: 'image' | 'text';
  user_id: number;
  name: string;
  info: string;
  prompt: string;
  params: Json;
  public: boolean;
  nsfw: boolean;
  tags: string[];
  models: string[];
  use_count: Generated<number>;
  shared_key_id: string | null;
  created_at: Time;
}

export interface StyleExamplesTable {
  id: string;
  number: GeneratedAlways<number>;
  style_id: string;
  url: string;
  is_primary: boolean;
}

export interface CollectionsTable {
  id: string;
  number: GeneratedAlways<number>;
  kind: 'image' | 'text';
  user_id: number;
  name: string;
  info: string | null;
  public: boolean;
  use_count: Generated<number>;
  created_at: Time;
}

export interface CollectionStylesTable {
  collection_id: string;
  style_id: string;
  place: number;
}

export interface RequestsTable {
  id: string;
  kind: 'image' | 'text' | 'interrogation';
  user_id: number;
  shared_key_id: string | null;
  created_at: Time;
  expires_at: Time;
  order_key: number;
  jobs: number;
  waiting: number;
  processing: Generated<number>;
  finished: Generated<number>;
  restarted: Generated<number>;
  faulted: Generated<boolean>;
  cancelled: Generated<boolean>;
  things: number;
  price: number;
  consumed: Generated<number>;
  matching: Json;
  payload: Json;
  prompt: string;
  client_agent: string;
  ip: string | null;
  webhook: string | null;
  shared: Generated<boolean>;
  result_as_url: Generated<boolean>;
  parent_id: string | null;
  proxied_account: string | null;
  upfront: Generated<boolean>;
  version: Generated<number>;
  style_owner_id: number | null;
  prompt_length: Generated<number>;
  held_bytes: Generated<number>;
}

export interface JobsTable {
  id: string;
  request_id: string;
  worker_id: string;
  worker_name: string;
  model: string;
  state: Generated<'processing' | 'done' | 'faulted' | 'cancelled'>;
  fake: Generated<boolean>;
  started_at: Time;
  deadline_at: Time;
  finished_at: TimeOrNull;
  seed: number | null;
  censored: Generated<boolean>;
  metadata: JsonWithDefault;
  result: string | null;
  reward: number | null;
  settled_by: string | null;
}

export interface KudosAccountsTable {
  account: string;
  balance: Generated<number>;
  floor: number | null;
}

export interface KudosEventsTable {
  event_id: string;
  kind: string;
  created_at: TimeWithDefault;
}

export interface KudosPostingsTable {
  id: GeneratedAlways<number>;
  event_id: string;
  account: string;
  amount: number;
  entry: string;
  balance: number;
}

export interface KudosTransfersTable {
  event_id: string;
  source_id: number;
  target_id: number;
  kudos: number;
  shared_key_id: string | null;
  created_at: Time;
}

export interface KudosTotalsTable {
  account: string;
  action: string;
  amount: Generated<number>;
}

export interface KudosHoldsTable {
  hold_id: string;
  /** Exactly one of the two. */
  user_id: number | null;
  shared_key_id: string | null;
  original: number;
  remaining: number;
  created_at: TimeWithDefault;
  released_at: TimeOrNull;
}

export interface AddressTimeoutsTable {
  address: string;
  expires_at: Time;
}

export interface AddressReportsTable {
  address: string;
  reports: number;
  expires_at: Time;
}

export interface FiltersTable {
  id: GeneratedAlways<number>;
  regex: string;
  filter_type: number;
  description: string | null;
  replacement: Generated<string>;
  user_id: number;
  changed_at: Time;
}

export interface RefusedPromptsTable {
  id: GeneratedAlways<number>;
  user_id: number;
  ip: string;
  prompt: string;
  created_at: Time;
}

export interface ProblemJobsTable {
  job_id: string;
  user_id: number;
  worker_id: string | null;
  ip: string | null;
  proxied_account: string | null;
  created_at: Time;
}

export interface AuditTable {
  id: GeneratedAlways<number>;
  created_at: TimeWithDefault;
  actor_id: number | null;
  action: string;
  subject: string | null;
  detail: JsonWithDefault;
}

export interface ModesTable {
  only_row: Generated<boolean>;
  maintenance: Generated<boolean>;
  invite_only: Generated<boolean>;
  raid: Generated<boolean>;
}

export interface WorkDaysTable {
  day: string;
  kind: string;
  model: string;
  jobs: Generated<number>;
  things: Generated<number>;
}

export interface WorkMinutesTable {
  minute: Time;
  kind: string;
  model: string;
  jobs: Generated<number>;
  things: Generated<number>;
  seconds: Generated<number>;
}

export interface WebhookDeliveriesTable {
  job_id: string;
  request_id: string;
  user_id: number;
  kind: WorkerType;
  url: string;
  host: string;
  job: ColumnType<unknown, string, string | null>;
  state: Generated<WebhookState>;
  attempts: Generated<number>;
  due_at: TimeOrNull;
  attempted_at: TimeOrNull;
  status: number | null;
  error: string | null;
  created_at: Time;
  ended_at: TimeOrNull;
}

export interface WebhookSecretsTable {
  user_id: number;
  nonce: string;
  previous_nonce: string | null;
  previous_until: TimeOrNull;
}

export interface SignInSessionsTable {
  token_hash: string;
  account_key: string;
  provider: string;
  name: string | null;
  created_at: Time;
  expires_at: Time;
}

export interface AlchemyResultsTable {
  key: string;
  result: string;
  object_key: string;
  trusted: boolean;
  expires_at: Time;
}

export interface RatingDatasetsTable {
  id: string;
  name: string;
  description: string;
  created_at: Generated<Time>;
}

export interface RatingImagesTable {
  id: string;
  dataset_id: string;
  url: string | null;
  available: boolean;
  request_id: string | null;
  requester_id: number | null;
  model: string | null;
  known_rating: number | null;
  known_artifacts: number | null;
  ratings: Generated<number>;
  rating_sum: Generated<number>;
  shuffle: Generated<number>;
  created_at: Time;
}

export interface RatingSetsTable {
  request_id: string;
  best: string | null;
  image_ids: string[];
  paid: Generated<string>;
  call_id: string | null;
  call_paid: string | null;
}

export interface RatingAnswersTable {
  id: Generated<string>;
  call_id: string;
  image_id: string;
  request_id: string | null;
  rater: string;
  address_hash: string;
  rating: number | null;
  artifacts: number | null;
  viewing_ms: number | null;
  counted: boolean;
  client_agent: string;
  answered_at: Time;
}

export interface RatingHandoutsTable {
  rater: string;
  image_id: string;
  handed_at: Time;
}

export interface RatingRatersTable {
  rater: string;
  record: ColumnType<unknown, string, string>;
  last_answered_at: TimeOrNull;
  challenge_id: string | null;
  challenge_difficulty: number | null;
  challenge_expires_at: TimeOrNull;
  challenges_failed: Generated<number>;
}

export interface Tables {
  users: UsersTable;
  api_keys: ApiKeysTable;
  shared_keys: SharedKeysTable;
  shared_key_uses: SharedKeyUsesTable;
  suspicions: SuspicionsTable;
  user_records: UserRecordsTable;
  teams: TeamsTable;
  workers: WorkersTable;
  worker_messages: WorkerMessagesTable;
  styles: StylesTable;
  style_examples: StyleExamplesTable;
  collections: CollectionsTable;
  collection_styles: CollectionStylesTable;
  requests: RequestsTable;
  jobs: JobsTable;
  kudos_accounts: KudosAccountsTable;
  kudos_events: KudosEventsTable;
  kudos_postings: KudosPostingsTable;
  kudos_transfers: KudosTransfersTable;
  kudos_totals: KudosTotalsTable;
  kudos_holds: KudosHoldsTable;
  modes: ModesTable;
  work_days: WorkDaysTable;
  address_timeouts: AddressTimeoutsTable;
  address_reports: AddressReportsTable;
  filters: FiltersTable;
  refused_prompts: RefusedPromptsTable;
  problem_jobs: ProblemJobsTable;
  audit: AuditTable;
  work_minutes: WorkMinutesTable;
  webhook_deliveries: WebhookDeliveriesTable;
  webhook_secrets: WebhookSecretsTable;
  alchemy_results: AlchemyResultsTable;
  sign_in_sessions: SignInSessionsTable;
  rating_datasets: RatingDatasetsTable;
  rating_images: RatingImagesTable;
  rating_sets: RatingSetsTable;
  rating_answers: RatingAnswersTable;
  rating_handouts: RatingHandoutsTable;
  rating_raters: RatingRatersTable;
}
