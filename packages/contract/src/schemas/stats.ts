import { type Static, Type } from 'typebox';
import { define } from '../define.ts';
import { integer, list, text } from '../fields.ts';

export type SinglePeriodImgStat = Static<typeof SinglePeriodImgStat>;
export const SinglePeriodImgStat = define(
  'SinglePeriodImgStat',
  { images: integer('Images delivered.'), ps: integer('Their pixelsteps.') },
  { description: 'Images of one period.' },
);

export type SinglePeriodTxtStat = Static<typeof SinglePeriodTxtStat>;
export const SinglePeriodTxtStat = define(
  'SinglePeriodTxtStat',
  { requests: integer('Texts delivered.'), tokens: integer('Their tokens.') },
  { description: 'Texts of one period.' },
);

export type StatsImgTotals = Static<typeof StatsImgTotals>;
export const StatsImgTotals = define(
  'StatsImgTotals',
  {
    minute: SinglePeriodImgStat,
    hour: SinglePeriodImgStat,
    day: SinglePeriodImgStat,
    month: SinglePeriodImgStat,
    total: SinglePeriodImgStat,
  },
  { description: 'Images of the last minute, hour, day and 30 days, and of all time.' },
);

export type StatsTxtTotals = Static<typeof StatsTxtTotals>;
export const StatsTxtTotals = define(
  'StatsTxtTotals',
  {
    minute: SinglePeriodTxtStat,
    hour: SinglePeriodTxtStat,
    day: SinglePeriodTxtStat,
    month: SinglePeriodTxtStat,
    total: SinglePeriodTxtStat,
  },
  { description: 'Texts of the last minute, hour, day and 30 days, and of all time.' },
);

const counts = (description: string) => Type.Record(Type.String(), Type.Integer(), { description });

export type ImgModelStats = Static<typeof ImgModelStats>;
export const ImgModelStats = define(
  'ImgModelStats',
  {
    day: counts('Images by model of the last day.'),
    month: counts('Of the last 30 days.'),
    total: counts('Of all time.'),
  },
  { description: 'How many images each model has made.' },
);

export type TxtModelStats = Static<typeof TxtModelStats>;
export const TxtModelStats = define(
  'TxtModelStats',
  {
    day: counts('Texts by model of the last day.'),
    month: counts('Of the last 30 days.'),
    total: counts('Of all time.'),
  },
  { description: 'How many texts each model has written.' },
);

export type HordeDocument = Static<typeof HordeDocument>;
export const HordeDocument = define(
  'HordeDocument',
  { html: text('The document as HTML.'), markdown: text('The document as Markdown.') },
  { description: 'A document of the operator, in the format that was asked for.', output: 'skip-none' },
);

export type Newspiece = Static<typeof Newspiece>;
export const Newspiece = define(
  'Newspiece',
  {
    date_published: text('YYYY-MM-DD.'),
    newspiece: text('The news, as Markdown.'),
    importance: text('Information, Workers …'),
    tags: list(text('A tag.'), 'What it is about.'),
    title: text('Its title.'),
    more_info_urls: list(text('An address.'), 'Where there is more.'),
  },
  { description: 'A piece of news.' },
);
