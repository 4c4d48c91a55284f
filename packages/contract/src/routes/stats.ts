import { Type } from 'typebox';
import { defaulted } from '../define.ts';
import { ID, text } from '../fields.ts';
import { route } from '../route.ts';
import { RequestError } from '../schemas/errors.ts';
import {
  HordeDocument,
  ImgModelStats,
  Newspiece,
  StatsImgTotals,
  StatsTxtTotals,
  TxtModelStats,
} from '../schemas/stats.ts';

const CACHE = { seconds: 50, vary: ['query'] } as const;

export const imageTotals = route({
  method: 'GET',
  path: '/v2/stats/img/totals',
  operationId: 'get_image_horde_stats_totals',
  tag: 'Statistics',
  summary: 'Images of five periods',
  access: 'public',
  cache: CACHE,
  answers: { 200: StatsImgTotals },
  output: 'full',
  returnCodes: [],
});

export const imageModelTotals = route({
  method: 'GET',
  path: '/v2/stats/img/models',
  operationId: 'get_image_horde_stats_models',
  tag: 'Statistics',
  summary: 'Images by model',
  access: 'public',
  cache: CACHE,
  query: Type.Object({ model_state: Type.Optional(defaulted(text('known, custom or all.', ID), 'known')) }),
  answers: { 200: ImgModelStats, 400: RequestError },
  output: 'full',
  returnCodes: ['BadRequest'],
});

export const textTotals = route({
  method: 'GET',
  path: '/v2/stats/text/totals',
  operationId: 'get_text_horde_stats_totals',
  tag: 'Statistics',
  summary: 'Texts of five periods',
  access: 'public',
  cache: CACHE,
  answers: { 200: StatsTxtTotals },
  output: 'full',
  returnCodes: [],
});

export const textModelTotals = route({
  method: 'GET',
  path: '/v2/stats/text/models',
  operationId: 'get_text_horde_stats_models',
  tag: 'Statistics',
  summary: 'Texts by model',
  access: 'public',
  cache: CACHE,
  answers: { 200: TxtModelStats },
  output: 'full',
  returnCodes: [],
});

export const news = route({
  method: 'GET',
  path: '/v2/status/news',
  operationId: 'get_horde_news',
  tag: 'Status',
  summary: 'News of the horde, newest first',
  access: 'public',
  cache: { seconds: 300 },
  answers: { 200: Type.Array(Newspiece) },
  output: 'full',
  returnCodes: [],
});

const document = <const Name extends string>(name: Name, operationId: string, summary: string) =>
  route({
    method: 'GET',
    path: `/v2/documents/${name}`,
    operationId,
    tag: 'Documents',
    summary,
    access: 'public',
    query: Type.Object({ format: Type.Optional(defaulted(text('html or markdown.', ID), 'html')) }),
    answers: { 200: HordeDocument, 400: RequestError },
    output: 'skip-none',
    returnCodes: ['BadRequest'],
  });

export const terms = document('terms', 'get_docs_terms', 'Terms of service');
export const privacy = document('privacy', 'get_docs_privacy', 'Privacy policy');
export const sponsors = document('sponsors', 'get_docs_sponsors', 'Those who support the horde');
