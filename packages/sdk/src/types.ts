import type * as Wire from './wire.ts';

/** The wire says which fields it may leave out; in an answer of output mode `full` it leaves out none. */
type Full<T> = { [K in keyof T]-?: Exclude<T[K], undefined> };

export type ImageRequest = Wire.GenerationInputStable;
export type AcceptedRequest = Wire.RequestAsync & { id: string; kudos: number };
/** `reasons`, which other hordes do not tell, stands there only while no worker can take the request. */
export type RequestCheck = Full<Omit<Wire.RequestStatusCheck, 'reasons'>> &
  Pick<Wire.RequestStatusCheck, 'reasons'>;
export type RequestReasons = Wire.RequestReasons;
/** What `checkMany` answers. */
export interface RequestChecks {
  requests: (RequestCheck & { id: string })[];
  /** Ids that no request has, or that have expired. */
  missing: string[];
}
export type ImageGeneration = Full<Wire.GenerationStable>;
export type RequestStatus = RequestCheck & { generations: ImageGeneration[]; shared: boolean };

export type PopInput = Wire.PopInputStable;
export type PopAnswer = Full<Wire.GenerationPayloadStable>;
export type JobPayload = Wire.ModelPayloadStable;
export type SubmitInput = Wire.SubmitInputStable & { generation: string };
export type GenerationMetadata = Wire.GenerationMetadataStable;

export type User = Wire.UserDetails & { username: string; id: number; kudos: number };
export type Worker = Wire.WorkerDetails & Full<Wire.WorkerDetailsLite>;
export type WorkerEdit = Wire.ModifyWorkerInput;
export type Performance = Full<Wire.HordePerformance>;
export type Model = Full<Wire.ActiveModel>;
export type Modes = Wire.HordeModes;
export type Heartbeat = Full<Wire.HordeHeartbeat>;

/** How far the engine of a worker is; only our servers tell. */
export interface EngineProgress {
  step: number;
  steps: number;
  stage: string | null;
}

/** A watcher gets the state of the request, and the progress of its engine where the horde tells it. */
export interface RequestUpdate extends RequestCheck {
  id: string;
  progress: EngineProgress | null;
}

/** The end of a request: its status, with `faulted` saying whether the horde gave up. */
export interface RequestResult extends RequestStatus {
  id: string;
}
