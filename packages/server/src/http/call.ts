import type { AnswerOf, BodyOf, ParamsOf, QueryOf, Route } from '@openhorde/contract';
import type { Logger } from 'pino';
import type { Client } from './client.ts';
import type { Principal } from './principal.ts';

/** One call of a route, checked and parsed. */
export interface Call<R extends Route = Route> {
  readonly params: ParamsOf<R>;
  readonly query: QueryOf<R>;
  /** As it was sent, checked; see `withDefaults` for the defaults. */
  readonly body: BodyOf<R>;
  readonly apikey: string | undefined;
  /** A header that the route declares; undefined when it says nothing. */
  header(name: string): string | undefined;
  readonly client: Client;
  /** How long the caller wants to wait for something to say (`Prefer: wait`), 0 to 30. */
  readonly waitSeconds: number;
  /** Aborted when the caller hangs up, or the server stops. */
  readonly signal: AbortSignal;
  readonly log: Logger;
  readonly requestId: string;
  /**
   * The account of the key, as the route's `access` asks for it.
   * @throws ParseFault (400) without a key, HordeError InvalidAPIKey (401) with an unknown one, KeyScopeInsufficient,
   *   NotModerator, NotAdmin
   */
  principal(): Promise<Principal>;
  /**
   * What `find` makes of the key, for routes that take keys which are no account's; where it makes nothing of it, the
   * account of the key as by `principal`.
   */
  principalOr<Other>(
    find: (apikey: string) => Promise<Other | undefined>,
  ): Promise<{ other: Other } | { other: undefined; principal: Principal }>;
  /**
   * The account of the key if one was sent and is known.
   * @throws HordeError InvalidAPIKey for an unknown key, unless the route is lenient
   */
  maybePrincipal(): Promise<Principal | undefined>;
}

/** An answer with another status than 200. */
export class Answer<Status extends number = number, Body = unknown> {
  readonly status: Status;
  readonly body: Body;

  constructor(status: Status, body: Body) {
    this.status = status;
    this.body = body;
  }
}

/** Answers with the given status: `return answer(202, { id })`. */
export const answer = <const Status extends number, Body>(status: Status, body: Body): Answer<Status, Body> =>
  new Answer(status, body);

type AnswersOf<R extends Route> = {
  [Status in keyof R['answers'] & number]: Answer<Status, AnswerOf<R, Status>>;
}[keyof R['answers'] & number];

/** What a use case does with a call: the body of a 200, or an `answer` of another status. */
export type Handler<R extends Route> = (
  call: Call<R>,
) => AnswerOf<R> | AnswersOf<R> | Promise<AnswerOf<R> | AnswersOf<R>>;
